import { type DynamicModule, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { AgentsController } from './agents/agents.controller.ts';
import { AgentsService } from './agents/agents.service.ts';
import { ArtifactsController } from './artifacts/artifacts.controller.ts';
import { ArtifactsService } from './artifacts/artifacts.service.ts';
import type { ApiLog } from './api-log.ts';
import type { DeadLetterGateway } from './dlq/dead-letter-gateway.ts';
import { DeadLettersController } from './dlq/dead-letters.controller.ts';
import { DeadLettersService } from './dlq/dead-letters.service.ts';
import { EventsController } from './events/events.controller.ts';
import { EventsService } from './events/events.service.ts';
import { type FeedPace, TaskFeed } from './events/task-feed.ts';
import { HealthController } from './health/health.controller.ts';
import { HealthReportController } from './health/health-report.controller.ts';
import type { HealthWatch } from './health/health-watch.ts';
import { HealthService } from './health/health.service.ts';
import { HistoryController } from './history/history.controller.ts';
import { HistoryService } from './history/history.service.ts';
import type { TemporalUi } from './links.ts';
import { declaredAgents } from '../config/declared-agents.ts';
import type { PoolSettings } from '../domain/pool/settings.ts';
import type { WorkerSnapshots } from '../observability/metrics/worker-snapshots.ts';
import type { ArtifactStore } from '../persistence/artifacts/artifact-store.ts';
import type { BreakerStore } from '../persistence/breaker-store.ts';
import type { DeadLetterStore } from '../persistence/dead-letter-store.ts';
import type { HistoryStore } from '../persistence/history/history-store.ts';
import type { TaskRunStore } from '../persistence/task-run-store.ts';
import { PrometheusController } from './metrics/prometheus.controller.ts';
import { PrometheusService } from './metrics/prometheus.service.ts';
import { MetricsController } from './pool/metrics.controller.ts';
import type { PoolGateway } from './pool/pool-gateway.ts';
import { PoolController } from './pool/pool.controller.ts';
import { PoolReader } from './pool/pool-reader.ts';
import { PoolService } from './pool/pool.service.ts';
import { QueueGate } from './pool/queue-gate.ts';
import { TaskPlaces } from './pool/task-places.ts';
import type { AcceptanceRules } from './tasks/accept-submission.ts';
import type { TaskGateway } from './tasks/task-gateway.ts';
import { TaskReader } from './tasks/task-reader.ts';
import { TaskSubmitter } from './tasks/task-submitter.ts';
import { TasksController } from './tasks/tasks.controller.ts';
import { TasksService } from './tasks/tasks.service.ts';
import {
  AGENTS,
  ARTIFACTS,
  DEAD_LETTERS,
  EVENTS,
  HEALTH,
  HEALTH_WATCH,
  HISTORY,
  POOL,
  PROMETHEUS,
  TASKS,
} from './tokens.ts';

/** What the API works with. */
export interface ApiParts {
  readonly gateway: TaskGateway;
  readonly poolGateway: PoolGateway;
  readonly deadLetterGateway: DeadLetterGateway;
  /** The declared pools and their settings. */
  readonly pools: Readonly<Record<string, PoolSettings>>;
  readonly runs: TaskRunStore;
  readonly breakers: BreakerStore;
  readonly deadLetters: DeadLetterStore;
  readonly history: HistoryStore;
  readonly healthWatch: Pick<HealthWatch, 'report'>;
  readonly artifacts: Pick<ArtifactStore, 'open'>;
  readonly rules: AcceptanceRules;
  /** What Prometheus reads of this process. */
  readonly registry: Registry;
  /** What it reads of the workers that this process started. */
  readonly workerMetrics?: WorkerSnapshots | undefined;
  readonly log: ApiLog;
  readonly temporalUi?: TemporalUi | undefined;
  readonly feedPace?: FeedPace | undefined;
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
    const agents = new AgentsService(declaredAgents(rules.projects), parts.breakers, log);
    return {
      module: AppModule,
      controllers: [
        TasksController,
        EventsController,
        ArtifactsController,
        PoolController,
        MetricsController,
        HistoryController,
        AgentsController,
        DeadLettersController,
        HealthController,
        HealthReportController,
        PrometheusController,
      ],
      providers: [
        { provide: TASKS, useValue: tasks },
        { provide: EVENTS, useValue: new EventsService(reader, feed, temporalUi, now) },
        { provide: ARTIFACTS, useValue: new ArtifactsService(reader, artifacts) },
        { provide: AGENTS, useValue: agents },
        { provide: POOL, useValue: new PoolService(poolGateway, poolReader) },
        { provide: DEAD_LETTERS, useValue: letters },
        { provide: PROMETHEUS, useValue: new PrometheusService(parts, poolReader, Object.keys(pools)) },
        { provide: HISTORY, useValue: new HistoryService(parts.history, log, now) },
        { provide: HEALTH_WATCH, useValue: parts.healthWatch },
        { provide: HEALTH, useValue: new HealthService(gateway, runs, log, now) },
      ],
    };
  }
}
