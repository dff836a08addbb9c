import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import { firstJudgement } from '../../domain/heartbeat/judge.ts';
import type { HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';
import { reportGone } from './worker-reports.ts';
import { fleetPlace, lonePlace, type WorkerPlace } from './worker-place.ts';

/** No process has it: the kernel gives none that is as large. */
const GONE = 2 ** 30;

const HERE = hostname();

function subject(place: WorkerPlace, more: Partial<HeartbeatSubject> = {}): HeartbeatSubject {
  const signs = { interval_ms: 300, expected_at: 0, last_beat_at: 0, ended: null };
  return { kind: 'worker', ...place, what: 'idle', first_seen_at: 0, signs, judgement: firstJudgement(0), ...more };
}

async function told(subjects: () => readonly HeartbeatSubject[]) {
  const heartbeats: Heartbeat[] = [];
  const warnings: object[] = [];
  await reportGone({
    store: { subjects: () => Promise.resolve().then(() => ({ at: 1, subjects: subjects() })) },
    records: {
      record: (record) => {
        if (record.of === 'heartbeat') heartbeats.push(record.heartbeat);
      },
    },
    intervalMs: 300,
    log: { warn: (context) => warnings.push(context) },
  });
  return { heartbeats, warnings };
}

it('a worker of a fleet of this host whose process is gone was stopped', async () => {
  const place = fleetPlace(3, GONE, 1_000);
  const { heartbeats } = await told(() => [subject(place)]);
  expect(heartbeats).toEqual([
    {
      ...place,
      ...{ kind: 'worker', interval_ms: 300, event: 'stopped', what: 'it was gone when Chimera was started again' },
    },
  ]);
});

it.each([
  ['that runs', subject(fleetPlace(1, process.pid, 1_000))],
  ['that belongs to somebody else', subject(fleetPlace(1, 1, 1_000))],
  ['of another host', subject({ name: 'worker-1@elsewhere', process: `elsewhere:${GONE}:1000` })],
  ['that no fleet keeps', subject(lonePlace(GONE, 1_000))],
  ['of which an agent was heard', subject({ name: 'coder-agent', process: `${HERE}:${GONE}:1` }, { kind: 'agent' })],
  [
    'that is known to have ended',
    subject(fleetPlace(1, GONE, 1_000), {
      signs: { interval_ms: 300, expected_at: 0, last_beat_at: 0, ended: { how: 'died', reason: 'SIGKILL' } },
    }),
  ],
])('nothing is said of a process %s', async (_, one) => {
  expect((await told(() => [one])).heartbeats).toEqual([]);
});

it('a database that is away keeps nobody from starting', async () => {
  const { heartbeats, warnings } = await told(() => {
    throw new Error('the database is away');
  });
  expect(heartbeats).toEqual([]);
  expect(warnings).toEqual([{ reason: 'the database is away' }]);
});
