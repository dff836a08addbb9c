import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agents, AgentView } from '../../src/contract/agent.ts';
import type { HealthReport } from '../../src/contract/health.ts';
import type { OwnActionsView, OwnActionView } from '../../src/contract/own-action.ts';
import type { PoolView } from '../../src/contract/pool/pool.ts';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import { readEnvironment } from '../../src/config/env.ts';
import { parseConfig } from '../../src/config/file.ts';
import { actionRules } from '../../src/domain/health/settings.ts';
import { createLogger } from '../../src/observability/logging.ts';
import { createProcessMetrics } from '../../src/journal/counters.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { type AgentCallRecord, createAgentCallStore } from '../../src/persistence/history/call-store.ts';
import { startApi } from '../../src/runtime/api.ts';
import { createStack, onStack, type Stack } from '../../src/runtime/stack.ts';
import { ask, post } from '../support/api/http-client.ts';
import { type DevServer, startDevServer } from '../support/dev-server.ts';
import { pooledStage } from '../support/pooled-stage.ts';
import { startPostgres } from '../support/postgres.ts';
import { createStage, type Scripts } from '../support/scripted-phases.ts';
import { runWorkers } from '../support/scripted-workers.ts';

/** One task works at a time, more than three that wait are critical, and all that usually takes minutes takes seconds. */
const CONFIGURATION = `
projects:
  - name: shop
    repository: /srv/shop
    target_url: http://localhost:3000
    agents: { coder-agent: { command: 'false' }, deployment-agent: { command: 'false' } }
pools: { default: { size: 1, min: 1, max: 1, policy: fixed } }
health:
  sample_seconds: 1
  queue: { critical: { above: 3 }, info: { above: 1 } }
  success: { events: 4 }
  remediation: { spacing_seconds: 2, relief_seconds: 3, settle_seconds: 1, hands_off_seconds: 600 }
`;

/** The most tasks that may wait when nothing is wrong. */
export const USUAL_CAP = 2_000;

/** An API process, but for the process. */
export interface HealthApi {
  report(): Promise<HealthReport>;
  remedies(): Promise<readonly OwnActionView[]>;
  revert(id: number): Promise<{ readonly status: number; readonly body: OwnActionView }>;
  /** The pool, as it says itself. */
  pool(): Promise<PoolView>;
  /** The most tasks that may wait for the pool. */
  queueCap(): Promise<number>;
  agent(name: string): Promise<AgentView | undefined>;
  /** Hands in a task that follows scripts; gives the status of the answer. */
  submit(key: string, scripts: Scripts): Promise<number>;
  close(): Promise<void>;
}

/** Temporal with a worker, PostgreSQL, and any number of APIs on both. */
export interface HealthSite {
  /** Records a call of an agent as a worker does. */
  recordCall(call: AgentCallRecord): Promise<void>;
  startApi(): Promise<HealthApi>;
  stop(): Promise<void>;
}

/** Starts Temporal, PostgreSQL and a worker whose phases follow scripts. */
export function startHealthSite(): Promise<HealthSite> {
  return onStack(buildSite);
}

async function buildSite(stack: Stack): Promise<HealthSite> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-health-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  const temporal: DevServer = await startDevServer('default');
  stack.push(() => temporal.stop());
  const postgres = await startPostgres();
  stack.push(() => postgres.stop());
  const config = parseConfig(CONFIGURATION, join(directory, 'chimera.config.yaml'));
  const stage = createStage();
  const { default: settings } = config.pools;
  const rules = actionRules(config.health.settings, config.health.sample_ms);
  if (settings === undefined) throw new Error('There is no default pool.');
  const tasks = { stage, leave: () => undefined };
  const pooled = pooledStage(tasks, { client: temporal.client, settingsOf: () => settings, rules });
  stack.push(await runWorkers(temporal.native, pooled, { namespace: 'default' }));

  const records = await openDatabase({ url: postgres.url });
  stack.push(() => records.close());
  const calls = createAgentCallStore(records.db);

  return {
    recordCall: (call) => calls.saveAll([call]),
    async startApi() {
      const own = createStack();
      stack.push(() => own.stop());
      const environment = readEnvironment({
        ...{ HOME: directory, CHIMERA_HOME: directory, CHIMERA_PORT: '0', TEMPORAL_ADDRESS: temporal.address },
        ...{ DATABASE_URL: postgres.url, TEMPORAL_NAMESPACE: 'default' },
      });
      const database = await openDatabase({ url: postgres.url });
      own.push(() => database.close());
      const api = await startApi({
        ...{ environment, config, db: database.db, metrics: createProcessMetrics() },
        temporal: { address: temporal.address, uiUrl: undefined },
        records: { record: () => undefined },
        log: createLogger({ level: 'silent', component: 'api' }),
      });
      own.push(() => api.close());
      const get = async <T>(path: string): Promise<T> => (await ask<T>(new URL(path, api.url))).body;
      const pool = () => get<PoolView>('/api/pool');
      return {
        report: () => get<HealthReport>('/api/health'),
        remedies: async () => (await get<OwnActionsView>('/api/health/remediations')).remediations,
        revert: (id) => post<OwnActionView>(new URL(`/api/health/remediations/${id}/revert`, api.url), {}),
        pool,
        queueCap: async () => (await pool()).settings.queue_cap,
        agent: async (name) => (await get<Agents>('/api/agents')).agents.find((agent) => agent.name === name),
        async submit(key, scripts) {
          stage.play(taskIdOfKey(key), scripts);
          const submission = { feature: 'Open the home page. I see "Welcome".' };
          const headers = { 'idempotency-key': key };
          return (await post(new URL('/api/tasks', api.url), submission, headers)).status;
        },
        close: () => own.stop(),
      };
    },
    stop: () => stack.stop(),
  };
}
