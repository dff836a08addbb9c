import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;

/**
 * Waits until nothing is left of a number of things, as long as they become fewer: how fast a busy host is says nothing. A
 * look that fails counts as no news.
 */
export async function settled(count: () => Promise<number>, standstillMs: number): Promise<void> {
  let least = Infinity;
  let since = performance.now();
  while (performance.now() - since < standstillMs) {
    const left = await count().catch(() => least);
    if (left === 0) return;
    if (left < least) {
      least = left;
      since = performance.now();
    }
    await delay(LOOK_EVERY_MS);
  }
}
