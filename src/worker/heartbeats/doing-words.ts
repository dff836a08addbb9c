import type { AgentCallUnderWay } from '../../journal/event.ts';

/** Calls that are named; of more it is said how many. */
const MOST_NAMED = 3;

/** What calls under way amount to, in words: "chimera-000000000001 CODE_IMPLEMENTATION", "idle". */
export function doingWords(calls: readonly AgentCallUnderWay[], draining = false): string {
  const named = calls.slice(0, MOST_NAMED).map(({ attempt }) => `${attempt.state.task_id} ${attempt.phase}`);
  const more = calls.length > MOST_NAMED ? [`and ${calls.length - MOST_NAMED} more`] : [];
  const work = [...named, ...more].join(', ');
  if (!draining) return work === '' ? 'idle' : work;
  return work === '' ? 'draining' : `draining: ${work}`;
}
