import { DEFAULT_HEALTH_SETTINGS, type HealthSettings } from '../../domain/health/settings.ts';
import { availability, poolLimits } from '../../domain/report/availability.ts';
import { healthScore } from '../../domain/report/health-score.ts';
import { redacted } from '../../observability/redaction.ts';
import { type Mask, withoutCredentials } from '../../observability/secret-shapes.ts';
import type { ReportStore } from '../../persistence/report/report-store.ts';
import type { AgentsService } from '../agents/agents.service.ts';
import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';
import type { HealthWatch } from '../health/health-watch.ts';
import { storeUnavailable } from '../problem/problem.ts';
import type { WorkersService } from '../workers/workers.service.ts';
import type { SystemReport } from '../../contract/report.ts';
import {
  agentsSection,
  alertsSection,
  taskEnds,
  failuresSection,
  phasesSection,
  spendingSection,
  tasksSection,
  workersSection,
} from './report-sections.ts';

/** What reports are put together from. */
export interface ReportParts {
  readonly store: ReportStore;
  readonly watch: Pick<HealthWatch, 'report' | 'conditions'>;
  readonly agents: Pick<AgentsService, 'list'>;
  readonly workers: Pick<WorkersService, 'list'>;
  /** How often pools are sampled, in ms. */
  readonly sampleIntervalMs: number;
  readonly settings?: HealthSettings;
  /** Hides the secrets that are known to this process; by default those that can be told by their shape. */
  readonly mask?: Mask;
  readonly log: ApiLog;
  /** Ms since the epoch. */
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;

/** How long the database may take for one question, in ms: less than a client waits for the answer. */
const PATIENCE_MS = 8_000;

/** Puts reports together; of one period one at a time, however many ask for it. */
export class ReportsService {
  readonly #parts: ReportParts;
  readonly #startedAt: number;
  readonly #making = new Map<number, Promise<SystemReport>>();

  constructor(parts: ReportParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
  }

  /**
   * The report on the last so many hours; what could not be found out is null in it, and named.
   * @throws {Problem} 503 when nothing at all is known.
   */
  async health(hours: number): Promise<SystemReport> {
    const making = this.#making.get(hours) ?? this.#make(hours).finally(() => this.#making.delete(hours));
    this.#making.set(hours, making);
    return making;
  }

  async #make(hours: number): Promise<SystemReport> {
    const {
      store,
      watch,
      agents,
      workers,
      sampleIntervalMs,
      settings = DEFAULT_HEALTH_SETTINGS,
      now,
      mask = withoutCredentials,
    } = this.#parts;
    const to = now();
    const period = { from: to - hours * HOUR_MS, to };
    const unknown: SystemReport['unknown'] = [];
    const ask = async <T>(section: string, asked: Promise<T>): Promise<T | undefined> => {
      const answer = await this.#answer(asked);
      if ('known' in answer) return answer.known;
      unknown.push({ section, reason: answer.reason });
      return undefined;
    };
    const [tasks, phases, usage, failures, changes, samples, listed, { workers: seen, note }] = await Promise.all([
      ask('tasks', store.tasks(period)),
      ask('phases', store.phases(period)),
      ask('spending', store.usage(period)),
      ask('failures', store.failures(period)),
      ask('alerts', store.breakerChanges(period)),
      ask('availability', store.poolSamples(period, poolLimits(settings, sampleIntervalMs))),
      agents.list(),
      workers.list(),
    ]);
    const { status, checks, recommendations, as_of } = watch.report();
    if (as_of === undefined && [tasks, phases, usage, failures, changes, samples].every((one) => one === undefined)) {
      throw storeUnavailable('Nothing is known of the system now');
    }
    if (usage === undefined) unknown.push({ section: 'agents', reason: 'their calls are not known' });
    else if (listed.note !== null) unknown.push({ section: 'agents', reason: listed.note });
    if (note !== null) unknown.push({ section: 'workers', reason: note });
    const breakers = new Map(listed.agents.map(({ name, breaker }) => [name, breaker?.state]));
    const heartbeats = new Map(listed.agents.map(({ name, heartbeat }) => [name, heartbeat]));
    const heardOf = checks.find(({ name }) => name === 'workers')?.current_value ?? null;
    const report: SystemReport = {
      generated_at: new Date(to).toISOString(),
      from: new Date(period.from).toISOString(),
      to: new Date(to).toISOString(),
      hours,
      status,
      as_of: as_of === undefined ? null : new Date(as_of).toISOString(),
      score: scoreOf(healthScore(checks, tasks && taskEnds(tasks))),
      checks: checks.map(({ name, status, message }) => ({ name, status, message })),
      recommendations: [...recommendations],
      tasks: tasks === undefined ? null : tasksSection(tasks),
      phases: phases === undefined ? null : phasesSection(phases),
      agents:
        usage === undefined ? null : agentsSection({ breakers, heartbeats, usage, changes }, period, settings.success),
      workers: note === null ? workersSection(seen) : null,
      uptime: {
        api_started_at: new Date(this.#startedAt).toISOString(),
        api_seconds: Math.max(0, (to - this.#startedAt) / 1_000),
        workers: heardOf,
        availability:
          samples === undefined ? { share: null, observed: null } : availability(samples, to, sampleIntervalMs),
      },
      spending: usage === undefined ? null : spendingSection(usage, tasks?.ended.completed),
      failures: failures === undefined ? null : failuresSection(failures, mask),
      alerts: alertsSection({ checks, conditions: watch.conditions(), breakers, changes }),
      unknown,
    };
    return redacted(report, mask) as unknown as SystemReport;
  }

  /** What the database answers in time, or why it does not. */
  async #answer<T>(asked: Promise<T>): Promise<{ readonly known: T } | { readonly reason: string }> {
    try {
      const answer = await atMost(
        PATIENCE_MS,
        asked.then((known) => ({ known })),
      );
      return answer ?? { reason: `the database did not answer within ${PATIENCE_MS / 1_000} s` };
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'a part of a report could not be read');
      return { reason: 'the database does not answer' };
    }
  }
}

function scoreOf({ value, at_most, parts }: ReturnType<typeof healthScore>): SystemReport['score'] {
  return { value, at_most, parts: [...parts] };
}
