import type { Ansis } from 'ansis';
import type { HeartbeatView } from '../api/heartbeat-view.ts';
import { duration } from '../../domain/report/duration.ts';
import { moment } from './moment.ts';

const stateWords: Readonly<Record<HeartbeatView['state'], string>> = {
  EXPECTED: 'expected',
  HEALTHY: 'healthy',
  DEGRADED: 'degraded',
  CRITICAL: 'critical',
  FAILED: 'failed',
  STOPPED: 'stopped',
  UNKNOWN: 'unknown',
};

const WELL: ReadonlySet<HeartbeatView['state']> = new Set(['HEALTHY', 'EXPECTED', 'STOPPED']);

/** A state by heartbeats in a word. */
export function stateWord({ state }: Pick<HeartbeatView, 'state'>): string {
  return stateWords[state];
}

/** How old the last heartbeat is. */
export function ageWords({ age_ms }: Pick<HeartbeatView, 'age_ms'>): string {
  return age_ms === null ? '–' : duration(age_ms);
}

/** Those that do nothing any more, as far as is known. */
const SILENT: ReadonlySet<HeartbeatView['state']> = new Set(['FAILED', 'STOPPED']);

/** What somebody does, or did when it was heard of last. */
export function doingWords({ state, doing }: Pick<HeartbeatView, 'state' | 'doing'>): string {
  if (doing === null) return '–';
  return SILENT.has(state) ? `last: ${doing}` : doing;
}

/** Who is not well, since when and why: a line each. */
export function failureLines(
  subjects: readonly { readonly name: string; readonly heartbeat: HeartbeatView }[],
  colours: Ansis,
): readonly string[] {
  return subjects.flatMap(({ name, heartbeat: { state, transitions } }) => {
    const [last] = transitions;
    if (WELL.has(state) || last === undefined) return [];
    return [colours.yellow(`${name}: ${stateWords[last.to]} since ${moment(last.at)}: ${last.reason}`)];
  });
}
