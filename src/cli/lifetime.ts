import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { cliFailure } from './failure.ts';
import type { RunningSystem } from './system.ts';

const STOP_LIMIT_MS = 30_000;

/** Resolves when the user asks to stop. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  // Without anything else to do the event loop would end the process here.
  const alive = setInterval(() => undefined, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(alive);
}

/** Stops the system, and fails when that takes longer than 30 s. */
export async function stopInTime({ stop }: Pick<RunningSystem, 'stop'>, limitMs = STOP_LIMIT_MS): Promise<void> {
  const giveUp = new AbortController();
  const late = delay(limitMs, 'late' as const, { signal: giveUp.signal }).catch(() => 'stopped' as const);
  const outcome = await Promise.race([stop().then(() => 'stopped' as const), late]);
  giveUp.abort();
  if (outcome === 'late') {
    throw cliFailure('failed', 'Chimera did not stop in time', `It had ${limitMs / 1_000} s and is ended now.`);
  }
}
