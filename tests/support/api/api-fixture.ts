import { memoryAccounts, type MemoryAccounts } from '../activities/memory-accounts.ts';
import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import { buildApi } from '../../../src/api/main.ts';
import type { ApiParts } from '../../../src/api/app.module.ts';
import { type ProjectConfig, projectSchema } from '../../../src/config/project.ts';
import { DEFAULT_POOL, DEFAULT_POOL_SETTINGS, settingsForMost } from '../../../src/domain/pool/settings.ts';
import { STANDARD_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';
import { readHere } from '../read-here.ts';
import { HealthWatch } from '../../../src/api/health/health-watch.ts';
import { healthSettings } from '../../../src/domain/health/settings.ts';
import { FakeDeadLetterGateway } from './fake-dead-letter-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../memory-breaker-store.ts';
import { emptyReports } from './empty-reports.ts';
import { type MemoryHeartbeats, memoryHeartbeats } from '../memory-heartbeats.ts';
import { FakePoolGateway } from './fake-pool-gateway.ts';
import { FakeTaskGateway } from './fake-task-gateway.ts';
import { memoryDeadLetters } from './memory-dead-letters.ts';
import { memoryActions } from './memory-actions.ts';
import { memoryTaskRuns } from './memory-task-runs.ts';

/** A project for tests. */
export function project(values: Record<string, unknown> = {}): ProjectConfig {
  return projectSchema.parse({ name: 'shop', repository: '/srv/shop', ...values });
}

/** A log that keeps what it is told. */
export class KeptLog {
  readonly lines: string[] = [];

  info(_context: object, message: string): void {
    this.lines.push(`info ${message}`);
  }

  warn(_context: object, message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(_context: object, message: string): void {
    this.lines.push(`error ${message}`);
  }
}

/** Artifacts in memory: path to text. */
export function textArtifacts(
  files: Readonly<Record<string, { text: string; media_type: string }>>,
): ApiParts['artifacts'] {
  return {
    open(_taskId, path) {
      const file = files[path];
      if (file === undefined) return Promise.resolve(undefined);
      const bytes = Buffer.from(file.text);
      return Promise.resolve({ stream: Readable.from([bytes]), bytes: bytes.length, media_type: file.media_type });
    },
  };
}

/** An API over a fake Temporal and records in memory. */
export interface ApiFixture {
  readonly app: NestFastifyApplication;
  readonly gateway: FakeTaskGateway;
  readonly pools: FakePoolGateway;
  readonly breakers: MemoryBreakerStore;
  readonly accounts: MemoryAccounts;
  readonly heartbeats: MemoryHeartbeats;
  readonly parked: FakeDeadLetterGateway;
  readonly deadLetters: ReturnType<typeof memoryDeadLetters>;
  readonly runs: ReturnType<typeof memoryTaskRuns>;
  readonly log: KeptLog;
  readonly clock: { now: number };
  close(): Promise<void>;
}

/** Puts an API together for tests; `parts` replaces any of its parts. */
export async function apiFixture(parts: Partial<ApiParts> = {}): Promise<ApiFixture> {
  const clock = { now: Date.parse('2026-03-01T12:00:00.000Z') };
  const gateway = new FakeTaskGateway(() => clock.now);
  const pools = new FakePoolGateway(() => clock.now);
  const parked = new FakeDeadLetterGateway(() => clock.now);
  const deadLetters = memoryDeadLetters();
  const breakers = memoryBreakerStore(() => clock.now);
  const accounts = memoryAccounts(() => clock.now);
  const heartbeats = memoryHeartbeats(() => clock.now);
  const runs = memoryTaskRuns();
  const log = new KeptLog();
  const app = await buildApi({
    version: '1.2.3',
    gateway,
    poolGateway: pools,
    deadLetterGateway: parked,
    deadLetters,
    healthWatch: new HealthWatch(healthSettings(15_000), () => clock.now),
    actions: memoryActions(),
    reports: { store: emptyReports(), sampleIntervalMs: 15_000 },
    spans: { ofTask: () => Promise.resolve([]) },
    history: { read: () => Promise.resolve({ points: [], total: undefined, aggregated: false }) },
    profiles: {
      ofTask: () => Promise.resolve([]),
      measure: () => Promise.resolve({ attempts: 0, background_ms: null, measured: [] }),
    },
    ledger: { by: () => Promise.resolve([]) },
    budgets: {},
    profiling: true,
    pools: { [DEFAULT_POOL]: DEFAULT_POOL_SETTINGS, gpu: settingsForMost(2) },
    runs,
    breakers,
    accounts: { apply: accounts.apply, all: () => Promise.resolve({ at: clock.now, accounts: accounts.kept }) },
    heartbeats,
    artifacts: textArtifacts({}),
    registry: new Registry(),
    rules: {
      projects: [project({ target_url: 'http://localhost:3000' }), project({ name: 'blog' })],
      retry: STANDARD_RETRY_POLICY,
      readFeature: readHere,
    },
    log,
    temporalUi: { url: 'http://127.0.0.1:8233/', namespace: 'default' },
    feedPace: { usualMs: 5, troubledMs: 10 },
    now: () => clock.now,
    ...parts,
  });
  return {
    app,
    gateway,
    pools,
    breakers,
    accounts,
    heartbeats,
    parked,
    deadLetters,
    runs,
    log,
    clock,
    close: () => app.close(),
  };
}
