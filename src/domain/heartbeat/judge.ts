import { FAILED_AFTER_INTERVALS, type HeartbeatState, isByAge, isWorse, stateOfAge } from './state.ts';

/** What is known of the heartbeats of one worker or agent. Times by the clock of whoever received them, in ms. */
export interface Signs {
  readonly interval_ms: number;
  /** Since when heartbeats are due: those of the process that has the place now. */
  readonly expected_at: number;
  /** Null as long as there is none of that process. */
  readonly last_beat_at: number | null;
  /** How the process ended; null as long as nobody said so. */
  readonly ended: { readonly how: 'stopped' | 'died'; readonly reason: string } | null;
}

/** What was made of the signs so far. Times in ms. */
export interface Judgement {
  readonly state: HeartbeatState;
  readonly since: number;
  /** How long it was FAILED before `since`. */
  readonly failed_ms: number;
}

/** A change of a state, and why. */
export interface JudgementChange {
  readonly from: HeartbeatState;
  readonly to: HeartbeatState;
  readonly reason: string;
}

/** When it is judged, and since when heartbeats have been watched without a gap; by the clock of the signs, in ms. */
export interface Watching {
  readonly now: number;
  readonly since: number;
}

interface Finding {
  readonly state: HeartbeatState;
  readonly reason: string;
}

/** The judgement before anything is known. */
export function firstJudgement(now: number): Judgement {
  return { state: 'EXPECTED', since: now, failed_ms: 0 };
}

/** Judges the signs anew; the change is undefined when the state stays. */
export function judge(
  signs: Signs,
  before: Judgement,
  watching: Watching,
): { readonly judgement: Judgement; readonly change: JudgementChange | undefined } {
  const { state, reason } = find(signs, before.state, watching);
  if (state === before.state) return { judgement: before, change: undefined };
  const { now } = watching;
  const failed_ms = before.failed_ms + (before.state === 'FAILED' ? Math.max(0, now - before.since) : 0);
  return { judgement: { state, since: now, failed_ms }, change: { from: before.state, to: state, reason } };
}

/** In how many ms the age of the last heartbeat, or the wait for a first one, next decides something; infinite when nothing does. */
export function nextDecisionMs({ ended, last_beat_at, expected_at, interval_ms }: Signs, now: number): number {
  if (ended !== null) return Infinity;
  const age = Math.max(0, now - (last_beat_at ?? expected_at));
  const past = Math.floor(age / interval_ms);
  return past < FAILED_AFTER_INTERVALS ? (past + 1) * interval_ms - age : Infinity;
}

function find(signs: Signs, before: HeartbeatState, watching: Watching): Finding {
  const { ended, last_beat_at } = signs;
  if (ended !== null) return { state: ended.how === 'stopped' ? 'STOPPED' : 'FAILED', reason: ended.reason };
  return last_beat_at === null
    ? withoutBeat(signs, before, watching)
    : byAge(last_beat_at, signs.interval_ms, before, watching);
}

/** Who never beat is not healthy; once it is overdue, or its predecessor has failed, it has failed until it does. */
function withoutBeat({ interval_ms, expected_at }: Signs, before: HeartbeatState, { now, since }: Watching): Finding {
  const overdue = now - Math.max(expected_at, since) >= FAILED_AFTER_INTERVALS * interval_ms;
  return overdue || before === 'FAILED'
    ? { state: 'FAILED', reason: `no heartbeat ever came within ${FAILED_AFTER_INTERVALS * interval_ms} ms` }
    : { state: 'EXPECTED', reason: 'a process was started' };
}

/**
 * By the age of the last heartbeat. A state gets better only by a heartbeat, and worse only by a time without one that was
 * watched.
 */
function byAge(last: number, interval_ms: number, before: HeartbeatState, { now, since }: Watching): Finding {
  const age = Math.max(0, now - last);
  const actual = stateOfAge(age, interval_ms);
  const watched = stateOfAge(now - Math.max(last, since), interval_ms);
  if (isByAge(before) && isWorse(actual, before)) {
    return { state: isWorse(watched, before) ? watched : before, reason: `no heartbeat for ${age} ms` };
  }
  const state = isByAge(before) ? actual : watched;
  return { state, reason: state === 'HEALTHY' ? 'a heartbeat came' : `the last heartbeat is ${age} ms old` };
}
