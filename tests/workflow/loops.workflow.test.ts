import { fileURLToPath } from 'node:url';
import { DefaultLogger, type LogEntry, type Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WatchedWorker } from '../../src/worker/workflow-threads/watched-worker.ts';
import { type DevServer, startDevServer } from '../support/dev-server.ts';

class HastyWorker extends WatchedWorker {
  protected static override readonly limitMs = 2_000;
}

const TASK_QUEUE = 'loops';
const lines: LogEntry[] = [];
let server: DevServer;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  server = await startDevServer('chimera', new DefaultLogger('WARN', (line) => lines.push(line)));
  worker = await HastyWorker.create({
    connection: server.native,
    namespace: server.namespace,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./loops.workflow.ts', import.meta.url)),
  });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await server.stop();
});

const start = (type: string, workflowId: string) =>
  server.client.workflow.start(type, { workflowId, taskQueue: TASK_QUEUE, args: [] });

/** Why workflow tasks of a workflow failed so far. */
async function failuresOf(workflowId: string): Promise<readonly string[]> {
  const { events } = await server.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
}

/** What the log said of workflows that loop. */
const said = () => lines.filter(({ message }) => message.startsWith('A workflow loops')).map(({ meta }) => meta);

describe('a workflow that loops', () => {
  it('is named in the log, its workflow tasks fail, and others go on', { timeout: 120_000 }, async () => {
    const beside = await start('pausing', 'beside');
    const loop = await start('looping', 'loop');
    await expect
      .poll(async () => (await failuresOf('loop'))[0], { timeout: 60_000 })
      .toBe('The workflow did not let go of its thread within 2000 ms.');
    const named = { workflowId: 'loop', workflowType: 'looping', runId: loop.firstExecutionRunId };
    await expect.poll(said).toEqual([expect.objectContaining(named)]);
    await expect(beside.result()).resolves.toBe('done');
    // From now on it loops where the SDK ends it.
    await expect.poll(() => loop.describe().then(({ raw }) => raw.pendingWorkflowTask?.attempt)).toBeGreaterThan(2);
    const after = await start('pausing', 'after');
    await expect(after.result()).resolves.toBe('done');
    expect(said()).toHaveLength(1);
    expect(worker.getState()).toBe('RUNNING');
    await loop.terminate();
  });
});
