import { agentChecks } from './agent-checks.ts';
import type { Baseline } from './baseline.ts';
import { CHECK_STATUSES, type CheckStatus, type HealthCheck } from './check.ts';
import { evidenceOf } from './evidence.ts';
import { poolChecks } from './pool-checks.ts';
import { recommendations } from './recommendations.ts';
import { resourceChecks, systemChecks } from './system-checks.ts';
import type { HealthSample } from './sample.ts';
import type { HealthSettings } from './settings.ts';

/** How the system is. Unknown: something that matters is not known, and nothing that is known is wrong. */
export const HEALTH_STATUSES = ['healthy', 'degraded', 'unhealthy', 'unknown'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** What the rules of S11 come to. */
export interface Assessment {
  readonly status: HealthStatus;
  readonly checks: readonly HealthCheck[];
  readonly recommendations: readonly string[];
}

/** What an assessment rests on; baselines by pool, `now` in ms since the epoch. */
export interface HealthInput {
  /** Of the last hour. */
  readonly samples: readonly HealthSample[];
  readonly baselines: Readonly<Record<string, Baseline>>;
  readonly now: number;
}

const OVERALL: Readonly<Record<CheckStatus, HealthStatus>> = {
  pass: 'healthy',
  unknown: 'unknown',
  warn: 'degraded',
  fail: 'unhealthy',
};

/** How the system is (S11): as its worst check. */
export function assess({ samples, baselines, now }: HealthInput, settings: HealthSettings): Assessment {
  const evidence = evidenceOf(samples, now, settings);
  const checks = [
    ...systemChecks(evidence),
    ...poolChecks(evidence, baselines),
    ...resourceChecks(evidence),
    ...agentChecks(evidence),
  ];
  return { status: OVERALL[worst(checks)], checks, recommendations: recommendations(evidence, checks, baselines) };
}

function worst(checks: readonly HealthCheck[]): CheckStatus {
  return checks.reduce<CheckStatus>(
    (before, { status }) => (CHECK_STATUSES.indexOf(status) > CHECK_STATUSES.indexOf(before) ? status : before),
    'pass',
  );
}
