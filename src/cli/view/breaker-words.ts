import { duration } from '../../domain/duration.ts';
import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import type { AgentView } from '../../contract/agent.ts';
import { BREAKER_LABELS } from '../../domain/statuses.ts';
import { moment } from './moment.ts';
import type { Column } from './table.ts';

/** How bad a state is: who is not called at all does no work. */
const troubles: Readonly<Record<BreakerStateName, number>> = { CLOSED: 0, HALF_OPEN: 3, OPEN: 4 };

/** How bad it is with an agent by its breaker: 0 for one that is called, undefined when nobody knows. */
export function breakerTrouble({ breaker }: Pick<AgentView, 'breaker'>): number | undefined {
  return breaker === null ? undefined : troubles[breaker.state];
}

/** A breaker in words, such as "open, tried again in 42 s"; `now` in ms since the epoch. */
export function breakerWords(breaker: AgentView['breaker'], now: number): string {
  if (breaker === null) return 'unknown';
  const { state, tripped, retry_at, probes } = breaker;
  if (tripped) return 'tripped, until a reset';
  if (state === 'HALF_OPEN') return `half open, ${probes.length} calls try it`;
  if (retry_at === null) return BREAKER_LABELS[state];
  const rest = Date.parse(retry_at) - now;
  return rest > 0 ? `open, tried again in ${duration(rest)}` : 'open, tried by the next call';
}

/** Since when, by whom and why a breaker is not closed; undefined of one that is, or of which nothing is known. */
export function breakerReason({ breaker, transitions: [last] }: AgentView): string | undefined {
  if (last === undefined || breaker === null || breaker.state === 'CLOSED') return undefined;
  return `${BREAKER_LABELS[last.to]} since ${moment(last.at)} by ${last.by}: ${last.reason}`;
}

/** The last changes of a breaker. */
export const breakerChangeColumns: readonly Column<AgentView['transitions'][number]>[] = [
  { title: 'TIME', text: ({ at }) => moment(at) },
  { title: 'BREAKER', text: ({ to }) => BREAKER_LABELS[to] },
  { title: 'BY', text: ({ by }) => by },
  { title: 'WHY', text: ({ reason }) => reason },
];
