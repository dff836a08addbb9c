import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import type { HealthCheck } from '../../domain/health/check.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';
import { agentProblems, callSuccess } from '../../domain/report/agent-problems.ts';
import {
  breakerTroubles,
  closedShare,
  type ReportPeriod,
  type BreakerTrouble,
} from '../../domain/report/breaker-trouble.ts';
import type { Condition } from '../../domain/report/conditions.ts';
import { failureGroups } from '../../domain/report/failure-groups.ts';
import { perCompletedTask, spendingParts } from '../../domain/report/spending.ts';
import type { Mask } from '../../observability/secret-shapes.ts';
import type { AgentBreakerChange } from '../../persistence/report/breaker-changes.ts';
import type { CallUsage } from '../../persistence/report/call-usage.ts';
import type { PhaseFigures } from '../../persistence/report/phase-figures.ts';
import type { TaskFailures } from '../../persistence/report/task-failures.ts';
import type { TaskFigures } from '../../persistence/report/task-figures.ts';
import type { HeartbeatView } from '../../contract/heartbeat.ts';
import type { Workers } from '../../contract/worker.ts';
import type { SystemReport } from '../../contract/report.ts';

/** Groups of failures that a report shows. */
const MOST_GROUPS = 20;

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** How many tasks of the period completed, and how many did not; the cancelled count for neither. */
export function taskEnds({ ended }: TaskFigures) {
  return { completed: ended.completed, failed: ended.failed + ended.dead_lettered + ended.discarded };
}

/** The section on tasks. */
export function tasksSection(figures: TaskFigures): NonNullable<SystemReport['tasks']> {
  const { completed, failed } = taskEnds(figures);
  const { queued: _, running: __, ...ended } = figures.ended;
  const { queued, running, dead_lettered } = figures.now;
  return {
    accepted: figures.accepted,
    ended,
    success_rate: completed + failed === 0 ? null : completed / (completed + failed),
    now: { queued, running, dead_lettered },
    duration: figures.duration,
  };
}

/** The section on phases. */
export function phasesSection(phases: readonly PhaseFigures[]): NonNullable<SystemReport['phases']> {
  return phases.map(({ spread, attempts, failed, ...rest }) => ({
    ...rest,
    attempts,
    failed,
    success_rate: attempts === 0 ? null : (attempts - failed) / attempts,
    spread: [...spread],
  }));
}

/**
 * What is known of agents: their breakers now by name (undefined: not known), how they stand by their heartbeats, their calls,
 * the changes of their breakers.
 */
export interface AgentAnswers {
  readonly breakers: ReadonlyMap<string, BreakerStateName | undefined>;
  readonly heartbeats: ReadonlyMap<string, Pick<HeartbeatView, 'state' | 'uptime'>>;
  readonly usage: CallUsage;
  readonly changes: readonly AgentBreakerChange[] | undefined;
}

/** The section on agents: those that are declared, and those that were called in the period. */
export function agentsSection(
  { breakers, heartbeats, usage, changes }: AgentAnswers,
  period: ReportPeriod,
  settings: HealthSettings['success'],
): NonNullable<SystemReport['agents']> {
  const names = new Set([...breakers.keys(), ...usage.by_agent.map(({ name }) => name)]);
  return [...names].map((name) => {
    const breaker = breakers.get(name);
    const called = usage.by_agent.find((one) => one.name === name);
    const { calls, answered, failed } = called ?? { calls: 0, answered: 0, failed: 0 };
    const troubles = troublesOf(name, breaker, changes);
    const { state, uptime } = heartbeats.get(name) ?? { state: null, uptime: null };
    const stands = state === null || state === 'UNKNOWN' ? undefined : state;
    return {
      ...{ name, state, uptime },
      breaker: breaker ?? null,
      closed_share: troubles === undefined ? null : closedShare(troubles, period),
      ...{ calls, answered, failed },
      success_rate: callSuccess({ answered, failed }),
      problems: [...agentProblems({ breaker, state: stands, answered, failed }, settings)],
    };
  });
}

/** The section on workers: those that are listed now. */
export function workersSection(workers: Workers['workers']): NonNullable<SystemReport['workers']> {
  return workers.map(({ name, heartbeat: { state, since, last_beat_at, uptime, transitions } }) => ({
    ...{ name, state, since, last_beat_at, uptime },
    reason: transitions[0]?.reason ?? null,
  }));
}

/** The section on what was spent; `completed` tasks, or undefined when it is not known how many. */
export function spendingSection(
  { total, ...parts }: CallUsage,
  completed: number | undefined,
): NonNullable<SystemReport['spending']> {
  return {
    total,
    per_completed_task: completed === undefined ? null : perCompletedTask(total, completed),
    by_project: [...spendingParts(parts.by_project, total)],
    by_agent: spendingParts(parts.by_agent, total).map(({ name, calls, tokens_used, cost_usd, share }) => ({
      ...{ name, calls, tokens_used, cost_usd, share },
    })),
    by_phase: [...spendingParts(parts.by_phase, total)],
    by_model: [...spendingParts(parts.by_model, total)],
  };
}

/** The section on failures, without what the mask hides. */
export function failuresSection({ failures, more }: TaskFailures, mask: Mask): NonNullable<SystemReport['failures']> {
  const groups = failureGroups(failures, MOST_GROUPS, mask);
  return {
    groups: groups.map(({ latest, phases, ...group }) => ({
      ...group,
      phases: [...phases],
      latest: new Date(latest).toISOString(),
    })),
    more,
  };
}

/** What was wrong, as far as it is known: conditions of the last hour, breakers, and the changes of these in the period. */
export interface AlertAnswers {
  readonly checks: readonly HealthCheck[];
  readonly conditions: readonly Condition[];
  readonly breakers: ReadonlyMap<string, BreakerStateName | undefined>;
  readonly changes: readonly AgentBreakerChange[] | undefined;
}

/** What is wrong and was, what lasts first, then the latest: checks that do not pass, and breakers that are not closed. */
export function alertsSection({ checks, conditions, breakers, changes }: AlertAnswers): SystemReport['alerts'] {
  const troubled = [...breakers].flatMap(([agent, breaker]) =>
    (troublesOf(agent, breaker, changes) ?? []).map(({ began, ended, reason }) => ({
      name: `breaker:${agent}`,
      began_at: iso(began),
      ended_at: iso(ended),
      message: reason ?? 'it opened before the period began',
    })),
  );
  // A breaker that is not closed is what the check of its agent says as well.
  const told = new Set(troubled.map(({ name }) => name.replace('breaker:', 'agent:')));
  const failing = checks
    .filter(({ status }) => status === 'warn' || status === 'fail')
    .map(({ name, message }) => {
      const since = conditions.find((one) => one.name === name && one.ended === null)?.began ?? null;
      return { name, began_at: iso(since), ended_at: null, message };
    });
  const over = conditions
    .filter(({ ended }) => ended !== null)
    .map(({ name, began, ended, message }) => ({ name, began_at: iso(began), ended_at: iso(ended), message }));
  const byAgent = [...failing, ...over].filter(({ name }) => !told.has(name));
  return [...troubled, ...byAgent].toSorted((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1));
}

/** Greater for what stands further up. */
function placeOf({ began_at, ended_at }: SystemReport['alerts'][number]): string {
  return `${ended_at === null ? 1 : 0} ${began_at ?? ''}`;
}

/** When an agent's breaker was not closed; undefined when that is not known. */
function troublesOf(
  agent: string,
  breaker: BreakerStateName | undefined,
  changes: readonly AgentBreakerChange[] | undefined,
): readonly BreakerTrouble[] | undefined {
  if (breaker === undefined || changes === undefined) return undefined;
  return breakerTroubles(
    changes.filter((change) => change.agent === agent),
    breaker,
  );
}
