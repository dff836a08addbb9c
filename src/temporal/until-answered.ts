import { setTimeout as delay } from 'node:timers/promises';

/** How long an answer is waited for. */
export interface Patience {
  readonly limitMs: number;
  readonly everyMs: number;
  /** Ends the waiting; the wait then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told of the first refusal, and whenever the reason is another than before. */
  onRefused(reason: string): void;
}

/**
 * Asks again and again until there is an answer.
 * @throws {Error} with the last reason when there is none within the limit.
 */
export async function untilAnswered<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  const { limitMs, everyMs, signal, onRefused } = patience;
  const deadline = performance.now() + limitMs;
  let known: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (performance.now() + everyMs > deadline) {
        throw new Error(`no answer within ${limitMs / 1_000} s: ${reason}`, { cause: error });
      }
      if (reason !== known) onRefused(reason);
      known = reason;
    }
    await delay(everyMs, undefined, signal && { signal }).catch(() => undefined);
  }
}
