import { Context } from '@temporalio/activity';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { Progress } from '../domain/task.ts';
import type { SpanAttributes } from '../domain/trace/span.ts';
import type { CarriedTries } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

/** A heartbeat is sent this often, in ms; the latest progress goes with it, and the tries so far that did not succeed. */
const HEARTBEAT_INTERVAL_MS = 1_000;

/** The first heartbeat waits this long, in ms: whoever is done by then spares Temporal a message. */
const FIRST_HEARTBEAT_MS = 200;

/** A time without a heartbeat that is worth telling of, in ms. */
const LONGEST_SILENCE_MS = 3 * HEARTBEAT_INTERVAL_MS;

/** Sends the heartbeats of the attempt that runs here, with its progress and the tries so far, until it is stopped. */
export function startHeartbeat(phase: Phase, ports: ActivityPorts, tries: CarriedTries | undefined) {
  const context = Context.current();
  const { action } = PHASE_PROFILES[phase];
  let latest: Progress = { action, message: 'starting', at: new Date(ports.now()).toISOString() };
  const began = ports.now();
  const watch = watchGaps(LONGEST_SILENCE_MS, began);
  const send = (onward: CarriedTries | undefined): void => {
    const at = ports.now();
    watch.beat(at);
    context.heartbeat({ ...latest, ...onward, sign: { attempt: context.info.attempt, began, at } });
  };
  const beat = (): void => {
    send(tries);
  };
  let timer: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    beat();
    timer = setInterval(beat, HEARTBEAT_INTERVAL_MS);
  }, FIRST_HEARTBEAT_MS);
  return {
    progress: (message: string, fraction?: number): void => {
      const at = new Date(ports.now()).toISOString();
      latest = { action, message, at, ...(fraction === undefined ? {} : { fraction }) };
      if (timer !== undefined) beat();
    },
    last: send,
    gaps: watch.attributes,
    stop: (): void => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}

/** Silences that are kept of one attempt. */
const MOST_SILENCES = 20;

/** A time between two heartbeats; in ms since the epoch, and ms. */
interface Silence {
  readonly since: number;
  readonly ms: number;
}

/** Watches the time between the heartbeats of one attempt. */
interface GapWatch {
  beat(at: number): void;
  /** What the attempt's span is to say. */
  attributes(): SpanAttributes;
}

/** Notes silences that are longer than `longestMs`: of a worker that stood still, or was too busy. */
function watchGaps(longestMs: number, began: number): GapWatch {
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
