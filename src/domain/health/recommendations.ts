import { recentCalls } from './agent-checks.ts';
import type { Baseline } from './baseline.ts';
import type { HealthCheck } from './check.ts';
import type { Evidence } from './evidence.ts';
import { poolRecommendations } from './pool-recommendations.ts';
import { TARGET_UTILIZATION } from './sizing.ts';
import { rounded } from './wording.ts';

/**
 * What to do about what the checks found: sentences that name the setting and the numbers, by the last sample; none
 * while it is too old.
 */
export function recommendations(
  evidence: Evidence,
  checks: readonly HealthCheck[],
  baselines: Readonly<Record<string, Baseline>>,
): readonly string[] {
  if (evidence.latest === undefined) return [];
  const wrong = new Set(checks.filter(({ status }) => status === 'warn' || status === 'fail').map(({ name }) => name));
  return [
    ...services(wrong, evidence.latest.workers),
    ...poolRecommendations(evidence, baselines),
    ...hosts(wrong, evidence),
    ...connections(wrong, evidence.latest.resources),
    ...agents(wrong, evidence),
  ];
}

type Latest = NonNullable<Evidence['latest']>;

function services(wrong: ReadonlySet<string>, workers: Latest['workers']): readonly string[] {
  const advice = {
    temporal: 'start Temporal, or check TEMPORAL_ADDRESS: it does not answer',
    database: 'start the database, or check DATABASE_URL: it does not answer',
    workers: `start a worker: ${workers?.alive ?? 0} alive, ${workers?.silent ?? 0} fell silent`,
  };
  return Object.entries(advice).flatMap(([name, sentence]) => (wrong.has(name) ? [sentence] : []));
}

/** The pool with the most work is to become smaller in the proportion in which its hosts are above the target of 80 %. */
function hosts(wrong: ReadonlySet<string>, { latest, pools }: Evidence): readonly string[] {
  const [busiest] = pools
    .flatMap(({ pool, figures }) => (figures === undefined ? [] : [{ pool, ...figures }]))
    .toSorted((left, right) => right.active - left.active);
  const used = { memory: latest?.resources.memory_pct ?? 0, cpu: latest?.resources.cpu_pct ?? 0 };
  return Object.entries(used).flatMap(([what, percent]) => {
    if (!wrong.has(what)) return [];
    const more = `give the workers more ${what}`;
    const at = `${what} is at ${rounded(percent)} %`;
    if (busiest === undefined) return [`${more}: ${at}`];
    const { pool, size } = busiest;
    const to = Math.floor((size * TARGET_UTILIZATION * 100) / percent);
    return to < 1 || to >= size
      ? [`${more}: ${at}`]
      : [`${more}, or lower max_concurrent of pool ${pool} from ${size} to ${to}: ${at}`];
  });
}

/** As many connections as those in use are 80 % of. */
function connections(wrong: ReadonlySet<string>, { database_connections }: Latest['resources']): readonly string[] {
  if (database_connections === undefined || !wrong.has('connections')) return [];
  const { used, max } = database_connections;
  return [
    `raise max_connections of the database from ${max} to ${Math.ceil(used / TARGET_UTILIZATION)}: ${used} are in use`,
  ];
}

function agents(wrong: ReadonlySet<string>, evidence: Evidence): readonly string[] {
  return evidence.agents.flatMap(({ agent, breaker }) => {
    if (breaker === undefined || !wrong.has(`agent:${agent}`)) return [];
    const { completed, failed } = recentCalls(agent, evidence);
    const calls = `${failed} of ${completed + failed} calls failed in the last 10 min`;
    return [`see to ${agent}: ${calls}, its circuit breaker is ${breaker}`];
  });
}
