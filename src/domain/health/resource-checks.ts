import { type HealthCheck, measured } from './check.ts';
import { type Evidence, pointsOf } from './evidence.ts';
import type { ResourceSample } from './sample.ts';

/** The resources that have limits, and what is read of each, in percent. */
const RESOURCES = {
  memory: { what: 'the memory in use', percent: ({ memory_pct }: ResourceSample) => memory_pct },
  cpu: { what: 'the CPU in use', percent: ({ cpu_pct }: ResourceSample) => cpu_pct },
  connections: { what: "the share of the database's connections in use", percent: connectionsPct },
} as const;

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
