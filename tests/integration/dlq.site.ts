import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { freePort } from '../support/free-port.ts';
import { lazyTemporalClient } from '../../src/temporal/connection.ts';
import { PARKING_LIMIT_MS } from '../../src/domain/dead-letter.ts';
import { TransientAgentError } from '../../src/domain/failure.ts';
import { DEFAULT_POOL_SETTINGS } from '../../src/domain/pool/settings.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { type Database, openDatabase } from '../../src/persistence/database.ts';
import { databaseRecorder } from '../../src/runtime/records.ts';
import { TASK_QUEUE, TASK_WORKFLOW } from '../../src/workflows/task/contract.ts';
import { failing, first, giving } from '../replay/scripted-work.ts';
import { KeptLog } from '../support/api/api-fixture.ts';
import { type Answer, ask } from '../support/api/http-client.ts';
import { pooledStage } from '../support/pooled-stage.ts';
import { createStage, GOOD, type Play } from '../support/scripted-phases.ts';
import { runWorkers } from '../support/scripted-workers.ts';
import { taskInput } from '../support/task-input.ts';
import { type ApiGround, startApiOn, startTemporalAt } from './api.site.ts';

/** A task whose coder fails once and is well ever after. */
export interface BrokenTask {
  readonly id: string;
  readonly play: Play;
  readonly handle: WorkflowHandle;
}

/** Temporal, workers with scripted phases, an API and its database, and tasks that end up in the dead letter queue. */
export interface DlqSite {
  readonly client: Client;
  readonly database: Database;
  /** Where the API is. */
  readonly url: string;
  /** Where the API has its artifacts. */
  readonly directory: string;
  readonly log: KeptLog;
  /** Starts tasks of a project; each has a number of its own in its error. */
  start(count: number, project?: string): Promise<readonly BrokenTask[]>;
  ask<T>(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object): Promise<Answer<T>>;
  stop(): Promise<void>;
}

const NO_RETRIES = { ...STANDARD_RETRY_POLICY, maxRetries: 0 };

/** Starts a site of its own. */
export async function startDlqSite(parts: Pick<ApiGround, 'actions' | 'project'> = {}): Promise<DlqSite> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const directory = await mkdtemp(join(tmpdir(), 'chimera-dlq-'));
  const port = await freePort();
  const temporal = await startTemporalAt(port, directory);
  const { client, close } = lazyTemporalClient({ address: `127.0.0.1:${port}`, namespace: 'default' });
  const database = await openDatabase({});
  const log = new KeptLog();
  const recorder = databaseRecorder(database.db, log);
  const stage = createStage();
  const settings = { ...DEFAULT_POOL_SETTINGS, size: 8 };
  const { phases, light, play } = pooledStage(
    { stage, leave: () => undefined },
    { client, settingsOf: () => settings },
  );
  const connection = await NativeConnection.connect({ address: `127.0.0.1:${port}` });
  const stopWorkers = await runWorkers(connection, {
    phases,
    play,
    light: {
      ...light,
      recordDeadLetter: (entry) => {
        recorder.record({ of: 'dead_letter', entry });
        return Promise.resolve();
      },
    },
  });
  const api = await startApiOn({ client, database, directory, log, ...parts });
  let started = 0;

  async function startOne(project: string): Promise<BrokenTask> {
    const number = (started += 1);
    const id = `chimera-${number.toString(16).padStart(12, '0')}`;
    const broken = failing(new TransientAgentError(`POST http://coder:${4_000 + number}/runs gave 502`));
    const request = { feature: `Feature: Pay ${number}`, target_url: 'http://127.0.0.1:1', priority: 5, project };
    const input = taskInput({ request, retry: NO_RETRIES, parking_limit_ms: PARKING_LIMIT_MS, pool: 'default' });
    const script = stage.play(id, { CODE_IMPLEMENTATION: first(broken, giving(GOOD.CODE_IMPLEMENTATION)) });
    await client.workflow.start(TASK_WORKFLOW, { taskQueue: TASK_QUEUE, workflowId: id, args: [input] });
    return { id, play: script, handle: client.workflow.getHandle(id) };
  }

  return {
    client,
    database,
    url: api.url,
    directory,
    log,
    start: (count, project = 'shop') => Promise.all(Array.from({ length: count }, () => startOne(project))),
    ask: (method, path, body) =>
      ask(new URL(path, api.url), {
        method,
        ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' } }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async stop() {
      await stopWorkers();
      await connection.close();
      await api.close();
      await close();
      await recorder.stop();
      await database.close();
      await temporal.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
