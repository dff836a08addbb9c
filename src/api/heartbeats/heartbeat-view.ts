import { uptimeOf } from '../../domain/heartbeat/uptime.ts';
import type { KnownHeartbeats } from './heartbeat-reader.ts';
import type { HeartbeatView } from '../../contract/heartbeat.ts';

const NOTHING = {
  ...{ since: null, age_ms: null, last_beat_at: null, first_seen_at: null },
  ...{ interval_ms: null, uptime: null, doing: null },
} as const;

const iso = (ms: number): string => new Date(ms).toISOString();

/** How somebody stands by its heartbeats; unknown when nothing could be read, expected when nobody has heard of it. */
export function heartbeatView(name: string, known: KnownHeartbeats | undefined): HeartbeatView {
  const nothing = { ...NOTHING, beats: [], transitions: [] };
  if (known === undefined) return { state: 'UNKNOWN', ...nothing };
  const subject = known.subjects.find((one) => one.name === name);
  if (subject === undefined) return { state: 'EXPECTED', ...nothing };
  const { signs, judgement, first_seen_at, what } = subject;
  const { last_beat_at, interval_ms } = signs;
  return {
    state: judgement.state,
    since: iso(judgement.since),
    age_ms: last_beat_at === null ? null : Math.max(0, Math.round(known.at - last_beat_at)),
    last_beat_at: last_beat_at === null ? null : iso(last_beat_at),
    first_seen_at: iso(first_seen_at),
    interval_ms,
    uptime: uptimeOf(judgement, first_seen_at, known.at),
    doing: what === '' ? null : what,
    beats: known.beats
      .filter((beat) => beat.name === name)
      .map(({ at, what: did, process }) => ({ at: iso(at), what: did, process })),
    transitions: known.transitions
      .filter((transition) => transition.name === name)
      .map(({ from, to, reason, process, at }) => ({ from, to, reason, process, at: iso(at) })),
  };
}
