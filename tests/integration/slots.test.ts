import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { inSlots } from '../../src/worker/slots/in-slots.ts';
import { createResizableSlots } from '../../src/worker/slots/resizable-slots.ts';
import { type BacklogActivities, WORK_QUEUE, type workThrough } from './slots.workflow.ts';

const WORK_MS = 100;
const DECISIONS = 'decisions';

let directory: string;
let server: TemporalServer;
let connection: NativeConnection;
let client: Client;
let workers: readonly Worker[] = [];
let running: readonly Promise<void>[] = [];

const slots = createResizableSlots({ size: 2 });
const seen = { now: 0, peak: 0, done: 0, used: 0 };
const activities: BacklogActivities = {
  async work() {
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    seen.used = Math.max(seen.used, slots.used());
    await delay(WORK_MS);
    seen.now -= 1;
    seen.done += 1;
  },
};

/** The peak of parallelism while so many activities end; a slot is used no shorter than its activity takes. */
async function peakOver(count: number): Promise<number> {
  const until = seen.done + count;
  Object.assign(seen, { peak: seen.now, used: slots.used() });
  await expect.poll(() => seen.done, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(until);
  return seen.peak;
}

const backlog = (count: number) =>
  client.workflow.start<typeof workThrough>('workThrough', {
    workflowId: `backlog-${count}`,
    taskQueue: DECISIONS,
    args: [count],
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-slots-'));
  server = await startTemporalServer({
    namespace: 'chimera',
    searchAttributes: {},
    logFile: join(directory, 'temporal.log'),
    headless: true,
  });
  connection = await NativeConnection.connect({ address: server.address });
  client = new Client({ connection, namespace: 'chimera' });
  const workflowsPath = join(import.meta.dirname, 'slots.workflow.ts');
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const common = { connection, namespace: 'chimera' };
  workers = [
    await Worker.create({ ...common, taskQueue: DECISIONS, workflowBundle }),
    await Worker.create({ ...common, taskQueue: WORK_QUEUE, activities: { ...activities }, ...inSlots(slots) }),
  ];
  running = workers.map((worker) => worker.run());
});

afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

describe('slots on a real server', () => {
  it('bound how many activities of a backlog run at once, and follow each change of their number', async () => {
    const handle = await backlog(130);
    expect(await peakOver(16)).toBe(2);
    slots.resize(6);
    expect(await peakOver(60)).toBe(6);
    slots.resize(1);
    // The six that were given out before end by themselves; only when the last of them is back is there a seventh.
    await peakOver(7);
    expect(await peakOver(8)).toBe(1);
    slots.resize(6);
    await handle.result();
    expect(seen.used).toBe(6);
    expect(seen.done).toBe(130);
    await expect.poll(() => slots.used()).toBe(0);
  });

  it('are held by idle pollers, which keeps nothing waiting, and after a shrink only until they are used once', async () => {
    slots.resize(2);
    const begun = performance.now();
    await (await backlog(7)).result();
    expect(performance.now() - begun).toBeLessThan(5_000);
    seen.peak = 0;
    await (await backlog(6)).result();
    expect(seen.peak).toBe(2);
  });
});
