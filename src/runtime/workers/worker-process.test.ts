import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NEW_BREAKER } from '../../domain/circuit-breaker.ts';
import type { WorkRecord } from '../../persistence/recorder/record.ts';
import { isRunning } from '../../host/process.ts';
import { type SmallWorkers, smallWorkers } from './small-worker.testsuite.ts';

let workers: SmallWorkers;

beforeEach(async () => {
  workers = await smallWorkers();
});
afterEach(() => workers.remove());

describe('a worker process', () => {
  it('says when it is at work, and what it prints arrives line by line', async () => {
    const worker = workers.start('works');
    await worker.ready;
    await expect.poll(() => workers.lines).toHaveLength(1);
    expect(JSON.parse(workers.lines[0] ?? '')).toMatchObject({ message: 'works', context: { pid: worker.pid } });
  });

  it('ends after what it does when it drains, and soon when it is stopped', async () => {
    const [drained, stopped] = [workers.start('works'), workers.start('works')];
    await Promise.all([drained.ready, stopped.ready]);
    drained.drain();
    stopped.stop();
    expect(await drained.ended).toMatchObject({ says: 'exit code 0', exitCode: 0 });
    expect(await stopped.ended).toMatchObject({ says: 'exit code 0', exitCode: 0 });
    expect(workers.lines).toContain('drains');
    expect(workers.lines).toContain('told {"kind":"stop"}');
    stopped.stop();
  });

  it('leaves its last words when it dies', async () => {
    expect(await workers.start('dies').ended).toEqual({
      says: 'exit code 7',
      exitCode: 7,
      lastWords: 'The dies worker says good bye',
    });
    const killed = workers.start('never ends');
    await killed.ready;
    killed.kill();
    expect(await killed.ended).toMatchObject({ says: 'SIGKILL', exitCode: null });
  });

  it('has its records taken, and is told so', async () => {
    const record = (attempt: number): WorkRecord => ({ of: 'phase_run', run: { attempt } as never });
    const taken: WorkRecord[] = [];
    workers.start('works', {
      env: { RECORDS: JSON.stringify([record(1), record(2)]) },
      records: { record: (one) => taken.push(one) },
    });
    await expect.poll(() => workers.lines).toContain('told {"kind":"recorded","id":3}');
    expect(taken).toEqual([record(1), record(2)]);
  });

  it('tells its metrics', async () => {
    const taken: object[] = [];
    const snapshot = [{ name: 'work_total', values: [{ value: 2, labels: {} }] }];
    workers.start('works', { env: { METRICS: JSON.stringify(snapshot) }, onMetrics: (told) => void taken.push(told) });
    await expect.poll(() => taken).toEqual([snapshot]);
  });

  it('is answered what came of an event of a breaker, or that nobody knows', async () => {
    const step = { breaker: NEW_BREAKER, reason: 'asked' };
    const asked: unknown[] = [];
    workers.start('works', {
      env: { BREAKER: 'coder-agent@shop' },
      store: {
        apply: (agent, event) => {
          asked.push({ agent, event });
          return Promise.resolve(step);
        },
        applyToAccount: () => Promise.reject(new Error('no account is expected here')),
        readSpent: () => Promise.reject(new Error('no budget is expected here')),
      },
    });
    const told = (outcome: object) => `told ${JSON.stringify({ kind: 'answer', id: 4, outcome })}`;
    await expect.poll(() => workers.lines).toContain(told({ value: step }));
    expect(asked).toEqual([{ agent: 'coder-agent@shop', event: { kind: 'enter', token: 'a' } }]);
    workers.start('works', { env: { BREAKER: 'coder-agent' } });
    await expect.poll(() => workers.lines).toContain(told({ error: 'no breaker is expected here' }));
  });

  it('says so when it cannot be started', async () => {
    const worker = workers.start('works', { env: { LARGE: 'x'.repeat(4_000_000) } });
    expect(worker.pid).toBeUndefined();
    for (const ending of [worker.drain, worker.stop, worker.kill]) ending();
    const { says, exitCode } = await worker.ended;
    expect(says).toContain('could not be started: Error: spawn E2BIG');
    expect(exitCode).toBeNull();
  });

  it('ends when its parent is gone without a word', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', PARENT, workers.entry], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(isRunning(Number(pid))).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(Number(pid)), { timeout: 5_000 }).toBe(false);
  });
});

const PARENT = `
import { startWorkerProcess } from ${JSON.stringify(new URL('worker-process.ts', import.meta.url).href)};
const worker = startWorkerProcess({ entry: process.argv[1], env: { MANNER: 'works' }, onLine: () => {}, onRecord: async () => {}, store: {}, onMetrics: () => {} });
await worker.ready;
console.log(worker.pid);
`;
