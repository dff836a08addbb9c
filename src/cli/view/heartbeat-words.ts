import { duration } from '../../domain/duration.ts';
import type { HeartbeatView } from '../../contract/heartbeat.ts';
import { heartbeatTrouble } from '../../domain/heartbeat/trouble.ts';
import { HEARTBEAT_LABELS } from '../../domain/statuses.ts';
import { moment } from './moment.ts';
import type { Column } from './table.ts';

type State = HeartbeatView['state'];

/** A state by heartbeats in a word. */
export function stateWord({ state }: Pick<HeartbeatView, 'state'>): string {
  return HEARTBEAT_LABELS[state];
}

/** How old the last heartbeat is. */
export function ageWords({ age_ms }: Pick<HeartbeatView, 'age_ms'>): string {
  return age_ms === null ? '–' : duration(age_ms);
}

/** A share of time in percent, never rounded up to all. */
export function uptimeWords({ uptime }: Pick<HeartbeatView, 'uptime'>): string {
  return uptime === null ? '–' : `${(Math.floor(uptime * 1_000) / 10).toFixed(1)} %`;
}

/** Those that do nothing any more, as far as is known. */
const SILENT: ReadonlySet<State> = new Set(['FAILED', 'STOPPED']);

/** What somebody does, or did when it was heard of last. */
export function doingLabel({ state, doing }: Pick<HeartbeatView, 'state' | 'doing'>): string {
  if (doing === null) return '–';
  return SILENT.has(state) ? `last: ${doing}` : doing;
}

/** Since when and why somebody is not well by its heartbeats; undefined for who is. */
export function heartbeatReason({ state, transitions: [last] }: HeartbeatView): string | undefined {
  if ((heartbeatTrouble(state) ?? 0) === 0 || last === undefined) return undefined;
  return `${HEARTBEAT_LABELS[last.to]} since ${moment(last.at)}: ${last.reason}`;
}

/** The last changes of a state. */
export const heartbeatChangeColumns: readonly Column<HeartbeatView['transitions'][number]>[] = [
  { title: 'TIME', text: ({ at }) => moment(at) },
  { title: 'HEARTBEATS', text: ({ to }) => HEARTBEAT_LABELS[to] },
  { title: 'WHY', text: ({ reason }) => reason },
];
