import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restartAfter } from '../../domain/pool/restart.ts';
import { isRunning } from '../../host/process.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { type Manner, type SmallWorkers, smallWorkers } from './small-worker.testsuite.ts';

/** Restarts as they are, a hundred times faster. */
const QUICK = 100;

let workers: SmallWorkers;
let fleet: Fleet;
let said: { level: string; message: string; worker?: number }[];

beforeEach(async () => {
  workers = await smallWorkers();
  said = [];
});
afterEach(async () => {
  await fleet.stop();
  expect(workers.started.filter(({ pid }) => isRunning(pid))).toEqual([]);
  await workers.remove();
});

function start(manner: (number: number) => Manner, more: Partial<FleetOptions> = {}): Fleet {
  const note =
    (level: string) =>
    (context: object, message: string): void => {
      said.push({ level, message, ...context });
    };
  fleet = startFleet({
    start: (number) => workers.start(manner(number)),
    size: 2,
    drainLimitMs: 10_000,
    stopLimitMs: 10_000,
    log: { info: note('info'), warn: note('warn'), fatal: note('fatal') },
    restart: (deaths, startedAt, now) => {
      const next = restartAfter(deaths, startedAt, now);
      return next.kind === 'again' ? { ...next, delayMs: next.delayMs / QUICK } : next;
    },
    ...more,
  });
  return fleet;
}

const numbers = () => [...fleet.pids().keys()].toSorted((a, b) => a - b);

describe('a fleet', () => {
  it('is as many processes as were wished for, and ready when all of them work', async () => {
    await start(() => 'works').ready;
    expect(numbers()).toEqual([1, 2]);
    expect([...fleet.pids().values()].every(isRunning)).toBe(true);
  });

  it('grows by new workers', async () => {
    await start(() => 'works').ready;
    fleet.resize(4);
    expect(numbers()).toEqual([1, 2, 3, 4]);
    await expect.poll(() => said.filter(({ message }) => message === 'A worker is at work')).toHaveLength(4);
  });

  it('shrinks by draining the last ones, and leaves the others alone', async () => {
    await start(() => 'works', { size: 3 }).ready;
    const pids = fleet.pids();
    fleet.resize(1);
    expect(numbers()).toEqual([1]);
    await expect.poll(() => [2, 3].filter((number) => isRunning(pids.get(number)))).toEqual([]);
    expect(workers.lines.filter((line) => line === 'drains')).toHaveLength(2);
    expect(fleet.pids().get(1)).toBe(pids.get(1));
  });

  it('begins a new worker under another number while one with the next number drains', async () => {
    await start((number) => (number === 2 ? 'never ends' : 'works')).ready;
    fleet.resize(1);
    fleet.resize(2);
    expect(numbers()).toEqual([1, 3]);
    workers.started[1]?.kill();
  });

  it('ends a worker that does not drain in time by force', async () => {
    await start((number) => (number === 2 ? 'never ends' : 'works'), { drainLimitMs: 200 }).ready;
    const pid = fleet.pids().get(2);
    fleet.resize(1);
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(said).toContainEqual({
      level: 'warn',
      worker: 2,
      message: 'A worker did not end within 0.2 s and is ended by force',
    });
  });
});

describe('a worker of a fleet that dies by itself', () => {
  it('is started again under its number', async () => {
    await start(() => 'works').ready;
    const before = fleet.pids().get(1) ?? 0;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => fleet.pids().get(1) ?? before).not.toBe(before);
    expect(said).toContainEqual(expect.objectContaining({ level: 'warn', worker: 1, how: 'SIGKILL', again_in_ms: 10 }));
    expect(numbers()).toEqual([1, 2]);
  });

  it('stays down after its fifth death within a minute, and the fleet says so loudly', async () => {
    const { ready } = start((number) => (number === 1 ? 'dies' : 'works'));
    await expect(ready).rejects.toThrow('Worker 1 stays down (exit code 7).\nThe dies worker says good bye');
    expect(said.filter(({ level }) => level === 'fatal')).toMatchObject([{ worker: 1, how: 'exit code 7' }]);
    expect(workers.started).toHaveLength(6);
    expect(numbers()).toEqual([2]);
  });

  it('stays down at once when its configuration is wrong', async () => {
    const { ready } = start((number) => (number === 1 ? 'misconfigured' : 'works'));
    await expect(ready).rejects.toThrow('exit code 2');
    expect(workers.started).toHaveLength(2);
  });

  it('is the first to go when the fleet shrinks, and tried anew when it grows', async () => {
    await start((number) => (number === 1 ? 'misconfigured' : 'works')).ready.catch(() => undefined);
    const second = fleet.pids().get(2);
    fleet.resize(1);
    expect([...fleet.pids()]).toEqual([[2, second]]);
    await expect
      .poll(() => {
        fleet.resize(1);
        fleet.resize(2);
        return workers.started.length;
      })
      .toBe(3);
  });
});

describe('the end of a fleet', () => {
  it('leaves no process, and starts none: not of a worker that drains, nor of one that waits for its restart', async () => {
    const slow: FleetOptions['restart'] = (deaths, startedAt, now) => {
      const next = restartAfter(deaths, startedAt, now);
      return next.kind === 'again' ? { ...next, delayMs: 500 } : next;
    };
    await start(() => 'works', { size: 3, restart: slow }).ready;
    process.kill(fleet.pids().get(1) ?? 0, 'SIGKILL');
    await expect.poll(() => said.some(({ level }) => level === 'warn')).toBe(true);
    fleet.resize(2);
    await fleet.stop();
    expect(workers.started.filter(({ pid }) => isRunning(pid))).toEqual([]);
    fleet.resize(5);
    expect(workers.started).toHaveLength(3);
  });

  it('does not wait for ever', async () => {
    await start(() => 'never ends', { stopLimitMs: 200 }).ready;
    await fleet.stop();
    expect(workers.started.filter(({ pid }) => isRunning(pid))).toEqual([]);
  });
});
