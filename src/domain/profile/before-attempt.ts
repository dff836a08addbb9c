import type { Phase } from '../phase.ts';
import type { Pipeline } from '../pipeline.ts';
import type { TaskState } from '../task.ts';
import type { Tries } from '../tries.ts';
import type { SectionTimes } from './section.ts';

/** What an attempt knows of the time before it. */
export interface AttemptContext {
  readonly phase: Phase;
  /** The task as it stood when the phase began. */
  readonly state: TaskState;
  readonly checkpoint: Pipeline;
  /** Tries of the phase in this round that came to nothing. */
  readonly tries: Tries;
}

/**
 * What a phase waited for before an attempt that starts at `now`, in ms since the epoch: a first one for its task to be
 * handed over, a later one for its time to come, and for a worker. Clocks of different hosts are compared here, so what
 * would be negative is 0.
 */
export function beforeAttempt(
  context: AttemptContext,
  now: number,
): Pick<SectionTimes, 'state_transition' | 'retry_wait'> {
  const { log } = context.tries;
  if (log.length === 0) return { state_transition: since(handedOverAt(context), now), retry_wait: 0 };
  // Of an attempt whose worker died it is not known when it ended: that one has no delay, and its time is part of the wait.
  const last = log.findLast(({ delay_ms }) => delay_ms !== null);
  return { state_transition: 0, retry_wait: since(last?.at ?? handedOverAt(context), now) };
}

/**
 * When the phase before had ended, by the clock of its worker, if the phase follows it at once; else when this one was
 * scheduled, which is also when the lease was granted. Undefined for a task that does not say.
 */
function handedOverAt({ phase, state, checkpoint }: AttemptContext): string | undefined {
  const begun = state.phases.find((record) => record.phase === phase)?.started_at;
  const before = checkpoint.finished.at(-1)?.result;
  const followsAtOnce = state.phases.some(
    (record) => record.phase === before?.phase && record.finished_at !== undefined && record.finished_at === begun,
  );
  return followsAtOnce ? (before?.ended_at ?? begun) : begun;
}

function since(moment: string | undefined, now: number): number {
  return moment === undefined ? 0 : Math.max(0, now - Date.parse(moment));
}
