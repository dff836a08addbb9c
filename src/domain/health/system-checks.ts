import { type CheckStatus, type HealthCheck, measured, passed, unknown } from './check.ts';
import { type Evidence, pointsOf } from './evidence.ts';
import type { HealthSample, Reachability, ResourceSample } from './sample.ts';
import { counted } from './wording.ts';

/** The resources that have limits, and what is read of each, in percent. */
const RESOURCES = {
  memory: { what: 'the memory in use', percent: ({ memory_pct }: ResourceSample) => memory_pct },
  cpu: { what: 'the CPU in use', percent: ({ cpu_pct }: ResourceSample) => cpu_pct },
  connections: { what: "the share of the database's connections in use", percent: connectionsPct },
} as const;

/** Temporal, the database and the workers. Without the database tasks go on, so that its loss is not the worst. */
export function systemChecks({ latest }: Pick<Evidence, 'latest'>): readonly HealthCheck[] {
  return [
    reachable('temporal', 'Temporal', latest?.temporal, 'fail'),
    reachable('database', 'the database', latest?.database, 'warn'),
    workers(latest),
  ];
}

function reachable(name: string, what: string, state: Reachability | undefined, worst: CheckStatus): HealthCheck {
  if (state === undefined) return unknown(name, `whether ${what} answers is not known`);
  if (state === 'up') return passed(name, `${what} answers`);
  return { ...passed(name, `${what} does not answer`), status: worst, threshold_exceeded: true };
}

function workers(latest: HealthSample | undefined): HealthCheck {
  const name = 'workers';
  if (latest?.workers === undefined) return unknown(name, 'how many workers there are is not known');
  const { alive, silent } = latest.workers;
  const values = { current_value: alive, threshold: 1, threshold_exceeded: alive < 1 };
  if (alive < 1) {
    const message = hasWork(latest) ? 'no worker was heard of, and tasks wait' : 'no worker was heard of';
    return { ...passed(name, message, values), status: hasWork(latest) ? 'fail' : 'warn' };
  }
  if (silent === 0) return passed(name, `${counted(alive, 'worker')} heard of`, values);
  const message = `${counted(silent, 'worker')} fell silent, ${counted(alive, 'worker')} heard of`;
  return { ...passed(name, message, values), status: 'warn', threshold_exceeded: true };
}

/** Whether anything may wait for a worker: a pool that is silent for want of one may have work as well. */
function hasWork({ pools }: HealthSample): boolean {
  return pools.some(({ figures }) => figures === undefined || figures.active + figures.queue_depth > 0);
}

/** Memory, CPU and database connections; what no sample ever knew does not exist here, and has no check. */
export function resourceChecks(evidence: Evidence): readonly HealthCheck[] {
  return (Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]).flatMap((name) => {
    const { what, percent } = RESOURCES[name];
    const points = pointsOf(evidence, ({ resources }) => percent(resources));
    if (points.length === 0) return [];
    const current = evidence.latest === undefined ? undefined : percent(evidence.latest.resources);
    return [measured({ name, what, unit: ' %', current, points, limits: evidence.settings[name] }, evidence)];
  });
}

function connectionsPct({ database_connections: connections }: ResourceSample): number | undefined {
  return connections === undefined || connections.max <= 0 ? undefined : (connections.used / connections.max) * 100;
}
