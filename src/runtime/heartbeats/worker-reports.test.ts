import { expect, it } from 'vitest';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { WorkerEnd, WorkerProcess } from '../workers/worker-process.ts';
import { reportedProcess } from './worker-reports.ts';
import { fleetPlace, lonePlace } from './worker-place.ts';

function told() {
  const ending = Promise.withResolvers<WorkerEnd>();
  const asked: string[] = [];
  const heartbeats: Heartbeat[] = [];
  const worker: WorkerProcess = {
    pid: 7,
    ready: Promise.resolve(),
    ended: ending.promise,
    drain: () => asked.push('drain'),
    stop: () => asked.push('stop'),
    kill: () => asked.push('kill'),
  };
  const records = {
    record: (record: { of: string }) => heartbeats.push((record as never as { heartbeat: Heartbeat }).heartbeat),
  };
  const place = fleetPlace(2, 7, 1_000);
  const process = reportedProcess(worker, place, { records, intervalMs: 300 });
  const end = async (says: string) => {
    ending.resolve({ says, exitCode: null, lastWords: '' });
    await process.ended;
    return heartbeats.map(({ event, what }) => `${event}: ${what}`);
  };
  return { process, asked, heartbeats, place, end };
}

const EXPECTED = 'expected: its process was started';

it('a process that dies has failed, by its parent’s word', async () => {
  const { end, heartbeats, place } = told();
  expect(await end('SIGKILL')).toEqual([EXPECTED, 'died: its process ended: SIGKILL']);
  expect(heartbeats[0]).toEqual({
    ...place,
    kind: 'worker',
    interval_ms: 300,
    event: 'expected',
    what: 'its process was started',
  });
});

it.each(['drain', 'stop'] as const)(
  'a process that was asked to end by a %s was stopped, also by force',
  async (how) => {
    const { process, asked, end } = told();
    process[how]();
    process.kill();
    expect(asked).toEqual([how, 'kill']);
    expect(await end('SIGKILL')).toEqual([EXPECTED, 'stopped: it ended as it was asked to']);
  },
);

it('places are named for people, and processes by host, process id and start', () => {
  expect(fleetPlace(2, 7, 1_000).name).toMatch(/^worker-2@.+$/);
  expect(fleetPlace(2, 7, 1_000).process).toMatch(/^.+:7:1000$/);
  expect(fleetPlace(2, undefined, 1_000).process).toMatch(/:0:1000$/);
  expect(lonePlace(9, 1_000)).toEqual({
    name: expect.stringMatching(/^worker@.+:9$/) as string,
    process: expect.stringMatching(/:9:1000$/) as string,
  });
});
