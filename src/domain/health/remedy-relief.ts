import { roundedDuration } from '../duration.ts';
import { type Evidence, endsSince, heldFor, pointsOf } from './evidence.ts';
import { figuresOf } from './sample-index.ts';
import type { AgentSample, HealthSample } from './sample.ts';
import { endsOf, goesOn } from './remedy-due.ts';
import type { Measure, Remedy } from './remedy.ts';
import type { HealthSettings } from './settings.ts';
import { TARGET_UTILIZATION } from './sizing.ts';

/** A queue that is no longer than this needs no larger pool: where the information about one begins. */
function restfulQueue({ queue }: HealthSettings): number {
  return queue.info?.above ?? 0;
}

/** Whether a sample shows what a remedy did; undefined when it does not know, or cannot know yet. */
export function isInEffect(remedy: Remedy, { latest, settings }: Evidence): boolean | undefined {
  const touched = remedy.ending_at ?? remedy.at;
  if (latest === undefined || latest.at - touched < settings.remedy.settle_ms) return undefined;
  const figures = figuresOf(latest, remedy.pool);
  switch (remedy.kind) {
    case 'raise_size':
      return figures === undefined ? undefined : figures.size === remedy.to_size;
    case 'limit_intake':
      return figures === undefined ? undefined : figures.queue_cap === remedy.to_cap;
    case 'pause_intake':
      return figures === undefined ? undefined : figures.intake === 'paused' && figures.intake_by_remedy;
    case 'trip_breaker': {
      const agent = agentOf(latest, remedy.agent);
      return agent?.breaker === undefined ? undefined : agent.breaker === 'OPEN' && agent.tripped_by_remedy === true;
    }
  }
}

/** Whether a remedy is no longer needed: what asked for it has been over for so long, seen by samples without a gap. */
export function isRelieved(remedy: Remedy, evidence: Evidence): boolean {
  const points = pointsOf(evidence, (sample) => {
    const isOver = sample.at < remedy.at ? undefined : isOverAt(remedy, sample, evidence);
    return isOver === undefined ? undefined : Number(isOver);
  });
  const over = heldFor(points, (value) => value === 1, evidence) ?? 0;
  return over >= evidence.settings.remedy.relief_ms && !stillFails(remedy, evidence);
}

/** How a remedy is reversed, and when, in a sentence. */
export function reversalOf(measure: Measure, settings: HealthSettings): string {
  const span = `for ${roundedDuration(settings.remedy.relief_ms)}`;
  switch (measure.kind) {
    case 'raise_size': {
      const { from_size } = measure;
      const most = Math.floor(from_size * TARGET_UTILIZATION);
      return `the size goes back to ${from_size} once at most ${most} leases are in use and at most ${restfulQueue(settings)} tasks wait ${span}`;
    }
    case 'limit_intake':
      return `up to ${measure.from_cap} tasks may wait again once at most ${restfulQueue(settings)} wait ${span}`;
    case 'pause_intake':
      return `intake is resumed once tasks no longer fail ${span}`;
    case 'trip_breaker':
      return `the breaker is reset once calls of ${measure.agent} no longer fail ${span}`;
  }
}

/** Leases in use tell a size only while the pool is free to use them; of failures a sample alone tells nothing. */
function isOverAt(remedy: Remedy, sample: HealthSample, { settings }: Evidence): boolean | undefined {
  if (remedy.kind === 'trip_breaker') return agentOf(sample, remedy.agent)?.breaker === undefined ? undefined : true;
  const figures = figuresOf(sample, remedy.pool);
  if (figures === undefined) return undefined;
  if (remedy.kind === 'pause_intake') return true;
  const { active, queue_depth, mode, intake } = figures;
  const isRestful = queue_depth <= restfulQueue(settings);
  if (remedy.kind === 'limit_intake') return isRestful;
  const fits = active <= remedy.from_size * TARGET_UTILIZATION && isRestful;
  return fits && mode === 'NORMAL' && intake === 'open';
}

function stillFails(remedy: Remedy, evidence: Evidence): boolean {
  const since = Math.max(remedy.at, evidence.now - evidence.settings.remedy.relief_ms);
  switch (remedy.kind) {
    case 'raise_size':
    case 'limit_intake':
      return false;
    case 'pause_intake':
      return goesOn(endsOf(remedy.pool, since, evidence));
    case 'trip_breaker':
      return goesOn(endsSince(evidence, since, (sample) => agentOf(sample, remedy.agent)?.calls));
  }
}

function agentOf({ agents }: HealthSample, name: string): AgentSample | undefined {
  return agents.find(({ agent }) => agent === name);
}
