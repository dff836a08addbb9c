import { setTimeout as delay } from 'node:timers/promises';
import { probeUrl } from './probe.ts';

/** What is waited for. */
export interface HealthWait {
  readonly url: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Whether the process has ended. */
  ended(): boolean;
  /** Whether it is the deployment itself that listens, as far as the system tells. */
  isListening(): Promise<boolean>;
  /** Told what the deployment says, whenever that changes. */
  onAnswer(says: string): void;
}

/** How a wait came out; `says` is the last answer. */
export type HealthOutcome =
  { readonly kind: 'healthy' | 'ended' } | { readonly kind: 'timeout'; readonly says: string };

const POLL_MS = 100;

/** How long an answer must hold when somebody else may have given it, in ms: who finds a port taken ends within that. */
const SETTLING_MS = 2_000;

/**
 * Polls until the deployment is healthy, its process ends or the time is up; rejects with the signal's reason when
 * that is aborted. A good answer counts at once when the deployment itself listens, else after two seconds of them.
 */
export async function waitUntilHealthy(wait: HealthWait): Promise<HealthOutcome> {
  const until = performance.now() + wait.limitMs;
  let says = '';
  let healthySince: number | undefined;
  for (;;) {
    wait.signal.throwIfAborted();
    if (wait.ended()) return { kind: 'ended' };
    const answer = await probeUrl(wait.url, wait.signal);
    wait.signal.throwIfAborted();
    if (answer.says !== says) wait.onAnswer(answer.says);
    says = answer.says;
    healthySince = answer.healthy ? (healthySince ?? performance.now()) : undefined;
    if (healthySince !== undefined) {
      const settled = performance.now() - healthySince >= SETTLING_MS;
      if ((settled || (await wait.isListening())) && !wait.ended()) return { kind: 'healthy' };
    }
    if (performance.now() >= until) return { kind: 'timeout', says };
    await delay(POLL_MS, undefined, { signal: wait.signal }).catch(() => undefined);
  }
}
