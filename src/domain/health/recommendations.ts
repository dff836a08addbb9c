import { type Advice, type OneOfMany, someAdvice, worstFirst } from './advice.ts';
import { recentCalls } from './agent-checks.ts';
import type { Baseline } from './baseline.ts';
import type { HealthCheck } from './check.ts';
import type { Evidence } from './evidence.ts';
import { poolRecommendations } from './pool-recommendations.ts';
import { TARGET_UTILIZATION } from '../pool/sizing.ts';
import { rounded } from './wording.ts';

/**
 * What to do about what the checks found: sentences that name the setting and the numbers, by the last sample; none
 * while it is too old. What the worst checks are about comes first, and there are only so many, however much is wrong.
 */
export function recommendations(
  evidence: Evidence,
  checks: readonly HealthCheck[],
  baselines: Readonly<Record<string, Baseline>>,
): readonly string[] {
  if (evidence.latest === undefined) return [];
  const wrong = new Set(checks.filter(({ status }) => status === 'warn' || status === 'fail').map(({ name }) => name));
  const advice = [
    ...services(wrong, evidence.latest.workers),
    ...poolRecommendations(evidence, baselines),
    ...hosts(wrong, evidence),
    ...connections(wrong, evidence.latest.resources),
    ...agents(wrong, evidence),
  ];
  return worstFirst(advice, checks).map(({ text }) => text);
}

type Latest = NonNullable<Evidence['latest']>;

function services(wrong: ReadonlySet<string>, workers: Latest['workers']): readonly Advice[] {
  const advice = {
    temporal: 'start Temporal, or check TEMPORAL_ADDRESS: it does not answer',
    database: 'start the database, or check DATABASE_URL: it does not answer',
    workers: `start a worker: ${workers?.alive ?? 0} alive, ${workers?.silent ?? 0} fell silent`,
  };
  return Object.entries(advice).flatMap(([name, text]) => (wrong.has(name) ? [{ checks: [name], text }] : []));
}

/** The pool with the most work is to become smaller in the proportion in which its hosts are above the target of 80 %. */
function hosts(wrong: ReadonlySet<string>, { latest, pools }: Evidence): readonly Advice[] {
  const [busiest] = pools
    .flatMap(({ pool, figures }) => (figures === undefined ? [] : [{ pool, ...figures }]))
    .toSorted((left, right) => right.active - left.active);
  const used = { memory: latest?.resources.memory_pct ?? 0, cpu: latest?.resources.cpu_pct ?? 0 };
  return Object.entries(used).flatMap(([what, percent]) => {
    if (!wrong.has(what)) return [];
    const more = `give the workers more ${what}`;
    const at = `${what} is at ${rounded(percent)} %`;
    const { pool = '', size = 0 } = busiest ?? {};
    const to = Math.floor((size * TARGET_UTILIZATION * 100) / percent);
    const less = to < 1 || to >= size ? '' : `, or lower max_concurrent of pool ${pool} from ${size} to ${to}`;
    return [{ checks: [what], text: `${more}${less}: ${at}` }];
  });
}

/** As many connections as those in use are 80 % of. */
function connections(wrong: ReadonlySet<string>, { database_connections }: Latest['resources']): readonly Advice[] {
  if (database_connections === undefined || !wrong.has('connections')) return [];
  const { used, max } = database_connections;
  const needed = Math.ceil(used / TARGET_UTILIZATION);
  return [
    {
      checks: ['connections'],
      text: `raise max_connections of the database from ${max} to ${needed}: ${used} are in use`,
    },
  ];
}

/** Those of which most calls failed first. */
function agents(wrong: ReadonlySet<string>, evidence: Evidence): readonly Advice[] {
  const failing = evidence.agents.flatMap(({ agent, breaker }): OneOfMany[] => {
    const check = `agent:${agent}`;
    if (breaker === undefined || !wrong.has(check)) return [];
    const { completed, failed } = recentCalls(agent, evidence);
    const calls = `${failed} of ${completed + failed} calls failed in the last 10 min`;
    const text = `see to ${agent}: ${calls}, its circuit breaker is ${breaker}`;
    return [{ checks: [check], text, subject: agent, weight: failed }];
  });
  return someAdvice(failing, (count, names) => `see to ${count} more agents: ${names}`);
}
