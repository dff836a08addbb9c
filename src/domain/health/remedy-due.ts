import { roundedDuration } from '../duration.ts';
import { recentCalls } from './agent-checks.ts';
import { endsSince, type Evidence, heldFor, successPct } from './evidence.ts';
import { capacityLevel, capacityPoints } from './pool-capacity.ts';
import { RECENT_MS } from './pool-sample.ts';
import { figuresOf } from './sample-index.ts';
import type { AgentSample, Ends, PoolFigures } from './sample.ts';
import type { Measure } from './remedy.ts';
import type { HealthSettings } from './settings.ts';
import { neededSize } from './sizing.ts';
import { counted, rounded, waiting } from './wording.ts';

/** A remedy that a pool's condition asks for, and why. */
interface DueRemedy {
  readonly measure: Measure;
  readonly cause: string;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * What a pool in a critical condition needs (S11); undefined when it is in none, or has all that can be done. Only what
 * ended since the last action on the pool counts against its tasks, and only while they go on failing.
 */
export function dueRemedy(
  pool: string,
  figures: PoolFigures,
  acted: number,
  evidence: Evidence,
): DueRemedy | undefined {
  const since = Math.max(acted, evidence.now - RECENT_MS);
  const ends = endsOf(pool, since, evidence);
  return isCritical(ends, evidence) && goesOn(endsOf(pool, lately(since, evidence), evidence))
    ? forFailures(pool, figures, ends, since, evidence)
    : forCapacity(pool, figures, evidence);
}

/** Whether more failed than not. */
export function goesOn({ completed, failed }: Ends): boolean {
  return failed > completed;
}

/** What of a pool ended since a moment. */
export function endsOf(pool: string, since: number, evidence: Evidence): Ends {
  return endsSince(evidence, since, (sample) => figuresOf(sample, pool)?.ended);
}

function lately(since: number, { now, settings }: Evidence): number {
  return Math.max(since, now - settings.remedy.relief_ms);
}

function isCritical(ends: Ends, { settings: { success } }: Evidence): boolean {
  const share = successPct(ends, success.events);
  return share !== undefined && share < success.critical;
}

/**
 * The agent that fails is taken out; where none does, and is not about to be found out either, the tasks wait. One whose
 * breaker is open already is out.
 */
function forFailures(
  pool: string,
  { intake }: PoolFigures,
  ends: Ends,
  since: number,
  evidence: Evidence,
): DueRemedy | undefined {
  const cause = `${ends.failed} of ${counted(ends.completed + ends.failed, 'task')} of pool ${pool} failed`;
  const figures = { tasks_completed: ends.completed, tasks_failed: ends.failed };
  const failing = evidence.agents
    .map((sample) => ({ ...sample, recent: recentCalls(sample.agent, evidence, since) }))
    .filter(({ recent }) => isCritical(recent, evidence))
    .toSorted((left, right) => failedShare(right.recent) - failedShare(left.recent));
  const worst = failing.find(isIn);
  if (worst !== undefined) {
    const { agent, recent } = worst;
    return {
      measure: { kind: 'trip_breaker', agent },
      cause: `${cause}, and ${recent.failed} of ${recent.completed + recent.failed} calls of ${agent}`,
      figures: { ...figures, calls_completed: recent.completed, calls_failed: recent.failed },
    };
  }
  if (failing.length > 0 || intake !== 'open' || !isSettled(pool, since, evidence)) return undefined;
  return { measure: { kind: 'pause_intake' }, cause, figures };
}

/** Whether as much had failed some time ago: calls are known later than the tasks that failed by them. */
function isSettled(pool: string, since: number, evidence: Evidence): boolean {
  const { samples, now, settings } = evidence;
  const earlier = samples.filter(({ at }) => at <= now - settings.remedy.settle_ms);
  return isCritical(endsOf(pool, since, { ...evidence, samples: earlier }), evidence);
}

function failedShare({ completed, failed }: Ends): number {
  return failed / (completed + failed);
}

function isIn({ breaker }: AgentSample): boolean {
  return breaker === 'CLOSED';
}

/**
 * More leases for a pool that is full or has a long queue, unless somebody or its mode holds it back; where there are no
 * more to be had, no more tasks for a queue that stays too long. Settings that somebody chose lately are left alone.
 */
function forCapacity(pool: string, figures: PoolFigures, evidence: Evidence): DueRemedy | undefined {
  const { intake, set_at } = figures;
  const { now, settings } = evidence;
  if (intake !== 'open' || (set_at !== undefined && Math.abs(now - set_at) < settings.remedy.hands_off_ms)) {
    return undefined;
  }
  const long = longQueue(pool, evidence);
  if (long === undefined && capacityLevel(pool, 'utilization', evidence) !== 'critical') return undefined;
  return raise(pool, figures) ?? (long === undefined ? undefined : limit(pool, figures, long, settings));
}

/** A queue above its limit, and for how long already, in ms. */
interface LongQueue {
  readonly above: number;
  readonly spell: number;
}

function longQueue(pool: string, evidence: Evidence): LongQueue | undefined {
  const { critical } = evidence.settings.queue;
  if (critical === undefined) return undefined;
  const { above, for_ms } = critical;
  const spell = heldFor(capacityPoints(pool, 'queue', evidence), (depth) => depth > above, evidence);
  return spell === undefined || spell < for_ms ? undefined : { above, spell };
}

function raise(pool: string, figures: PoolFigures): DueRemedy | undefined {
  const { size, max, policy, mode, active, queue_depth, utilization_pct } = figures;
  if (policy === 'fixed' || mode !== 'NORMAL' || size >= max) return undefined;
  const to_size = Math.min(max, Math.max(size + 1, neededSize(figures)));
  return {
    measure: { kind: 'raise_size', from_size: size, to_size },
    cause: `pool ${pool} is used by ${rounded(utilization_pct)} %, and ${waiting(queue_depth)}`,
    figures: { size, max, active, queue_depth, utilization_pct },
  };
}

function limit(
  pool: string,
  figures: PoolFigures,
  { above, spell }: LongQueue,
  { remedy }: HealthSettings,
): DueRemedy | undefined {
  const { size, max, active, queue_depth, queue_cap } = figures;
  const to_cap = Math.max(1, Math.floor(above));
  if (spell < remedy.spacing_ms || queue_cap <= to_cap) return undefined;
  return {
    measure: { kind: 'limit_intake', from_cap: queue_cap, to_cap },
    cause: `${waiting(queue_depth)} for pool ${pool} after ${roundedDuration(spell)}, and it cannot be made larger`,
    figures: { size, max, active, queue_depth, queue_cap },
  };
}
