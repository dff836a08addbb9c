/**
 * What a record costs whoever drops it, beside a call of a function that does nothing, and whether a second with 1 000 of
 * them loses any: `npm run bench:recorder`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { newTask, phaseStarted } from '../../src/domain/task-state.ts';
import { PHASES } from '../../src/domain/phase.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import type { WorkRecord } from '../../src/persistence/recorder/record.ts';
import { createRecorder } from '../../src/persistence/recorder/recorder.ts';
import { databaseRecorder } from '../../src/runtime/records.ts';
import { median, percentile } from '../pipelines/statistics.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const ROUNDS = 400;
/** Fewer than the recorder keeps, so that each is taken. */
const A_ROUND = 900;
const SECONDS = 20;
const A_SECOND = 1_000;
const TICK_MS = 10;

const log = { warn: (context: object) => process.stderr.write(`${JSON.stringify(context)}\n`) };

/** The records of some tasks on their way through the pipeline: for each phase a state, a start and an end. */
function records(count: number, first: number): readonly WorkRecord[] {
  const perTask = 3 * PHASES.length;
  return Array.from({ length: Math.ceil(count / perTask) }, (_, index) => {
    const task_id = `chimera-${(first + index).toString(16).padStart(12, '0')}`;
    const request = {
      feature: 'A visitor sees the price',
      project: 'shop',
      target_url: 'http://localhost',
      priority: 5,
    };
    const queued = newTask(task_id, request, Date.now(), TRACEPARENT);
    return PHASES.flatMap((phase): WorkRecord[] => {
      const run = {
        task_id,
        project: 'shop',
        phase,
        round: 1,
        call: 'run/1',
        attempt: 1,
        agent: phase,
        started_at: new Date().toISOString(),
      };
      return [
        { of: 'task', state: phaseStarted(queued, phase, 1, Date.now()) },
        { of: 'phase_run', run },
        { of: 'phase_run', run: { ...run, status: 'passed', finished_at: new Date().toISOString() } },
      ];
    });
  })
    .flat()
    .slice(0, count);
}

/** Microseconds a call, round by round. */
async function microseconds(
  call: (record: WorkRecord) => void,
  after: () => Promise<void>,
): Promise<readonly number[]> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = records(A_ROUND, round * A_ROUND);
    const begun = performance.now();
    for (const record of batch) call(record);
    costs.push(((performance.now() - begun) * 1_000) / batch.length);
    await after();
  }
  return costs;
}

const line = (name: string, costs: readonly number[]): string =>
  `  ${name.padEnd(34)} ${median(costs).toFixed(3).padStart(8)} ${percentile(costs, 0.99).toFixed(3).padStart(8)}`;

async function cost(): Promise<void> {
  const nothing = (_: WorkRecord): void => undefined;
  const taking = createRecorder({ write: () => Promise.resolve(), log, lingerMs: 0 });
  const full = createRecorder({ write: () => new Promise(() => undefined), log: { warn: nothing }, limit: 1 });
  const settled = async (): Promise<void> => {
    while (taking.counts.waiting > 0) await delay(0);
  };
  const empty = await microseconds(nothing, () => Promise.resolve());
  const taken = await microseconds((record) => {
    taking.record(record);
  }, settled);
  const refused = await microseconds(
    (record) => {
      full.record(record);
    },
    () => Promise.resolve(),
  );
  process.stdout.write(
    [
      `Microseconds a record in the caller, ${ROUNDS} rounds of ${A_ROUND}`.padEnd(36),
      `  ${''.padEnd(34)} ${'median'.padStart(8)} ${'p99'.padStart(8)}`,
      line('a function that does nothing', empty),
      line('a record that is taken', taken),
      line('a record for which there is no room', refused),
      `  taken, of the 2 µs there may be: ${((median(taken) / 2) * 100).toFixed(0)} %`,
      '',
    ].join('\n'),
  );
}

async function load(): Promise<void> {
  const { db, close } = await openDatabase({});
  const recorder = databaseRecorder(db, log);
  const all = records(A_SECOND * SECONDS, 1);
  const begun = performance.now();
  let [next, most] = [0, 0];
  while (next < all.length) {
    const due = Math.min(all.length, Math.floor(((performance.now() - begun) / 1_000) * A_SECOND));
    for (const record of all.slice(next, due)) recorder.record(record);
    next = due;
    most = Math.max(most, recorder.counts.waiting);
    await delay(TICK_MS);
  }
  await recorder.stop();
  process.stdout.write(
    `${A_SECOND} records a second for ${SECONDS} s, into the embedded database in the same process: ` +
      `${recorder.counts.lost} lost, at most ${most} waiting\n`,
  );
  await close();
}

await cost();
await load();
