import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Asks until there is an answer, and gives it; every 100 ms, or as seldom as is said.
 * @throws {Error} naming what was waited for, after the limit (90 s).
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 90_000,
  pollMs = POLL_MS,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs / 1_000} s in vain: ${what}.`);
    await delay(pollMs);
  }
}
