import type { SpanAttributes } from '../domain/trace/span.ts';

/** Silences that are kept of one attempt. */
const MOST_SILENCES = 20;

/** A time between two heartbeats; in ms since the epoch, and ms. */
export interface Silence {
  readonly since: number;
  readonly ms: number;
}

/** Watches the time between the heartbeats of one attempt. */
export interface GapWatch {
  beat(at: number): void;
  /** What the attempt's span is to say. */
  attributes(): SpanAttributes;
}

/** Notes silences that are longer than `longestMs`: of a worker that stood still, or was too busy. */
export function watchGaps(longestMs: number, began: number): GapWatch {
  const silences: Silence[] = [];
  let last = began;
  return {
    beat(at) {
      if (at - last > longestMs && silences.length < MOST_SILENCES) silences.push({ since: last, ms: at - last });
      last = at;
    },
    attributes: () => (silences.length === 0 ? {} : silencesOf(silences)),
  };
}

/** Silences as a span says them: when they began, and how long they were. */
export function silencesOf(silences: readonly Silence[]): SpanAttributes {
  return {
    heartbeat_gaps_at: silences.map(({ since }) => new Date(since).toISOString()),
    heartbeat_gaps_ms: silences.map(({ ms }) => ms),
  };
}
