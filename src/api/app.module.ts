import { type DynamicModule, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { AgentsController } from './agents/agents.controller.ts';
import { AgentsService } from './agents/agents.service.ts';
import { ArtifactsController } from './artifacts/artifacts.controller.ts';
import { ArtifactsService } from './artifacts/artifacts.service.ts';
import type { ApiLog } from './api-log.ts';
import type { DeadLetterGateway } from '../temporal/tasks/dead-letter-gateway.ts';
import { DeadLettersController } from './dlq/dead-letters.controller.ts';
import { DeadLettersService } from './dlq/dead-letters.service.ts';
import { EventsController } from './events/events.controller.ts';
import { EventsService } from './events/events.service.ts';
import { type FeedPace, TaskFeed } from './events/task-feed.ts';
import { HealthController } from './health/health.controller.ts';
import { HealthReportController } from './health/health-report.controller.ts';
import type { HealthWatch } from './health/health-watch.ts';
import { HealthReportService } from './health/health-report.service.ts';
import { HealthService } from './health/health.service.ts';
import { RemediationsController } from './health/remediations.controller.ts';
import type { ActionDesk } from './health/action-desk.ts';
import { HeartbeatReader } from './heartbeats/heartbeat-reader.ts';
import { HistoryController } from './history/history.controller.ts';
import { HistoryService } from './history/history.service.ts';
import { HomeController } from './home/home.controller.ts';
import { HomeService } from './home/home.service.ts';
import type { TemporalUiPlace } from '../contract/links.ts';
import type { CapSettings } from '../door/limits.ts';
import { declaredAgents } from '../config/declared-agents.ts';
import type { Budgets } from '../domain/money/budget.ts';
import type { PoolSettings } from '../domain/pool/settings.ts';
import type { WorkerSnapshots } from '../observability/metrics/worker-snapshots.ts';
import type { ArtifactStore } from '../persistence/artifacts/artifact-store.ts';
import type { AccountStore } from '../persistence/accounts/account-store.ts';
import type { BreakerStore } from '../persistence/breaker-store.ts';
import type { DeadLetterStore } from '../persistence/dead-letter-store.ts';
import type { HeartbeatStore } from '../persistence/heartbeats/heartbeat-store.ts';
import type { HistoryStore } from '../persistence/history/history-store.ts';
import type { LedgerStore } from '../persistence/ledger/ledger-store.ts';
import type { ProfileStore } from '../persistence/profile/profile-store.ts';
import type { SpanStore } from '../persistence/spans/span-store.ts';
import type { TaskRunStore } from '../persistence/task-run-store.ts';
import { PrometheusController } from './metrics/prometheus.controller.ts';
import { PrometheusService } from './metrics/prometheus.service.ts';
import { MetricsController } from './pool/metrics.controller.ts';
import type { PoolGateway } from '../temporal/pools/pool-gateway.ts';
import { PoolController } from './pool/pool.controller.ts';
import { ProfileController } from './profile/profile.controller.ts';
import { ProfileService } from './profile/profile.service.ts';
import { PoolReader } from './pool/pool-reader.ts';
import { PoolService } from './pool/pool.service.ts';
import { QueueGate } from './pool/queue-gate.ts';
import { TaskPlaces } from './pool/task-places.ts';
import type { AcceptanceRules } from './tasks/accept-submission.ts';
import type { TaskGateway } from '../temporal/tasks/task-gateway.ts';
import { ReportsController } from './reports/reports.controller.ts';
import { type ReportParts, ReportsService } from './reports/reports.service.ts';
import { SpendingController } from './spending/spending.controller.ts';
import { SpendingService } from './spending/spending.service.ts';
import { TaskReader } from './tasks/task-reader.ts';
import { TaskSubmitter } from './tasks/task-submitter.ts';
import { TasksController } from './tasks/tasks.controller.ts';
import { TasksService } from './tasks/tasks.service.ts';
import { WorkersController } from './workers/workers.controller.ts';
import { WorkersService } from './workers/workers.service.ts';
import { TracesController } from './traces/traces.controller.ts';
import { TracesService } from './traces/traces.service.ts';
import {
  AGENTS_SERVICE,
  ARTIFACTS,
  DEAD_LETTERS,
  EVENTS,
  HEALTH,
  HEALTH_REPORT,
  HISTORY,
  HOME,
  POOL,
  PROFILE,
  PROMETHEUS,
  REPORTS,
  SPENDING,
  TASKS,
  TRACES,
  WORKERS,
} from './tokens.ts';

/** What the API works with. */
export interface ApiParts {
  /** Chimera's own. */
  readonly version: string;
  readonly gateway: TaskGateway;
  readonly poolGateway: PoolGateway;
  readonly deadLetterGateway: DeadLetterGateway;
  /** The declared pools and their settings. */
  readonly pools: Readonly<Record<string, PoolSettings>>;
  readonly runs: TaskRunStore;
  readonly breakers: BreakerStore;
  readonly accounts: AccountStore;
  readonly deadLetters: DeadLetterStore;
  readonly history: HistoryStore;
  readonly spans: Pick<SpanStore, 'ofTask'>;
  readonly profiles: Pick<ProfileStore, 'ofTask' | 'measure'>;
  readonly ledger: Pick<LedgerStore, 'by'>;
  readonly budgets: Budgets;
  /** Whether phases are profiled now. */
  readonly profiling: boolean;
  readonly healthWatch: Pick<HealthWatch, 'report' | 'conditions'>;
  readonly actions: ActionDesk;
  /** What reports read. */
  readonly reports: Pick<ReportParts, 'store' | 'sampleIntervalMs' | 'mask'>;
  readonly heartbeats: Pick<HeartbeatStore, 'subjects' | 'beats' | 'transitions'>;
  readonly artifacts: Pick<ArtifactStore, 'open'>;
  readonly rules: AcceptanceRules;
  /** What Prometheus reads of this process. */
  readonly registry: Registry;
  /** What it reads of the workers that this process started. */
  readonly workerMetrics?: WorkerSnapshots | undefined;
  readonly log: ApiLog;
  readonly temporalUi?: TemporalUiPlace | undefined;
  readonly feedPace?: FeedPace | undefined;
  /** Event streams at once; as many as usual when not given. */
  readonly streams?: CapSettings | undefined;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** The API's one module, put together from its parts. */
@Module({})
export class AppModule {
  static of(parts: ApiParts): DynamicModule {
    const { gateway, poolGateway, pools, runs, artifacts, rules, log, temporalUi, feedPace, now } = parts;
    const { deadLetterGateway, deadLetters: mirror } = parts;
    const poolReader = new PoolReader(poolGateway, pools, now);
    const places = new TaskPlaces(poolReader, rules.projects);
    const reader = new TaskReader(gateway, runs, places, log);
    const gate = new QueueGate(poolReader, now);
    const submitter = new TaskSubmitter({ gateway, runs, rules, gate, log });
    const feed = new TaskFeed(reader, log, feedPace);
    const tasks = new TasksService({ submitter, reader, gateway, runs, places, log, temporalUi, now });
    const letters = new DeadLettersService({ gateway: deadLetterGateway, tasks: gateway, mirror, log });
    const heartbeats = new HeartbeatReader(parts.heartbeats, log);
    const workers = new WorkersService(heartbeats);
    const health = new HealthService(gateway, runs, log, now);
    const agents = new AgentsService({
      agents: declaredAgents(rules.projects),
      store: parts.breakers,
      accounts: parts.accounts,
      tasks: {
        waitingForAccount: (agent) => runs.waitingForAccount(agent),
        tryNow: (taskId) => gateway.tryNow(taskId),
      },
      heartbeats,
      log,
    });
    return {
      module: AppModule,
      controllers: [
        TasksController,
        TracesController,
        EventsController,
        ArtifactsController,
        PoolController,
        MetricsController,
        HistoryController,
        ProfileController,
        SpendingController,
        AgentsController,
        WorkersController,
        DeadLettersController,
        HomeController,
        HealthController,
        HealthReportController,
        RemediationsController,
        ReportsController,
        PrometheusController,
      ],
      providers: [
        { provide: TASKS, useValue: tasks },
        { provide: TRACES, useValue: new TracesService({ reader, spans: parts.spans, log, now }) },
        { provide: EVENTS, useValue: new EventsService({ reader, feed, temporalUi, streams: parts.streams, now }) },
        { provide: ARTIFACTS, useValue: new ArtifactsService(reader, artifacts) },
        { provide: AGENTS_SERVICE, useValue: agents },
        { provide: WORKERS, useValue: workers },
        { provide: POOL, useValue: new PoolService(poolGateway, poolReader) },
        { provide: DEAD_LETTERS, useValue: letters },
        { provide: PROMETHEUS, useValue: new PrometheusService(parts, poolReader, Object.keys(pools)) },
        { provide: HISTORY, useValue: new HistoryService(parts.history, log, now) },
        {
          provide: PROFILE,
          useValue: new ProfileService({ profiles: parts.profiles, enabled: parts.profiling, reader, log, now }),
        },
        {
          provide: SPENDING,
          useValue: new SpendingService({
            ...{ ledger: parts.ledger, budgets: parts.budgets, log, now },
            projects: rules.projects.map(({ name }) => name),
          }),
        },
        { provide: HEALTH_REPORT, useValue: new HealthReportService(parts.healthWatch, parts.actions, log, now) },
        {
          provide: REPORTS,
          useValue: new ReportsService({ ...parts.reports, watch: parts.healthWatch, agents, workers, log, now }),
        },
        { provide: HEALTH, useValue: health },
        {
          provide: HOME,
          useValue: new HomeService({
            ...{ version: parts.version, health, watch: parts.healthWatch, temporalUi },
            projects: rules.projects.length,
          }),
        },
      ],
    };
  }
}
