import { describe, expect, it } from 'vitest';
import { newTask, parked, phaseStarted } from '../../domain/task-state.ts';
import type { Phase } from '../../domain/phase.ts';
import { NO_TIMES } from '../../domain/profile/section.ts';
import { measuredWriter } from './measured-writer.ts';
import type { WorkRecord } from './record.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
const idOf = (task: number): string => `chimera-00000000000${task}`;
const AT = '2026-03-01T12:00:00.000Z';

const begun = (task: number, phase: Phase, round = 1): WorkRecord => ({
  of: 'task',
  state: phaseStarted(newTask(idOf(task), request, 0, TRACEPARENT), phase, round, 1),
});
const run = (task: number, phase: Phase, round = 1): WorkRecord => ({
  of: 'phase_run',
  run: {
    task_id: idOf(task),
    project: 'shop',
    phase,
    round,
    call: 'run/1',
    attempt: 1,
    agent: 'coder-agent',
    started_at: AT,
  },
});
const profile = (task: number, phase: Phase, round = 1): WorkRecord => ({
  of: 'profile',
  profile: {
    ...{ task_id: idOf(task), project: 'shop', phase, round, times: NO_TIMES, background_ms: null },
    ...{ started_at: AT, ended_at: AT },
  },
});

/** A writer whose clock moves by so many ms in each write, and what it wrote. */
function setUp(...takes: readonly number[]) {
  const written: (readonly WorkRecord[])[] = [];
  const failures: Error[] = [];
  let now = 0;
  const write = measuredWriter(
    (records) => {
      now += takes[written.length] ?? 0;
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      written.push(records);
      return Promise.resolve();
    },
    () => now,
  );
  const told = (): readonly (number | null)[] =>
    written.flat().flatMap((record) => (record.of === 'profile' ? [record.profile.background_ms] : []));
  return { write, written, failures, told };
}

describe('a measured writer', () => {
  it('gives each record of a batch an equal share of its time, by task, phase and round', async () => {
    const { write, told } = setUp(12);
    await write([
      begun(1, 'GUARDIAN_REVIEW'),
      run(1, 'GUARDIAN_REVIEW'),
      run(2, 'GUARDIAN_REVIEW'),
      run(1, 'GUARDIAN_REVIEW', 2),
      profile(1, 'GUARDIAN_REVIEW'),
      profile(2, 'GUARDIAN_REVIEW'),
      profile(1, 'GUARDIAN_REVIEW', 2),
      profile(1, 'E2E_VALIDATION'),
    ]);
    expect(told()).toEqual([6, 3, 3, null]);
  });

  it('adds up what batches took until the profile comes, and begins anew after it', async () => {
    const { write, told } = setUp(4, 3, 0, 5, 0);
    await write([run(1, 'GUARDIAN_REVIEW')]);
    await write([run(1, 'GUARDIAN_REVIEW'), profile(1, 'GUARDIAN_REVIEW')]);
    await write([run(1, 'GUARDIAN_REVIEW'), profile(1, 'GUARDIAN_REVIEW')]);
    expect(told()).toEqual([7, 5]);
  });

  it('counts calls of agents, but neither the row of a profile nor what is for no phase', async () => {
    const { write, told } = setUp(9, 50);
    const error = { phase: 'GUARDIAN_REVIEW', type: 'Transient', message: 'away', retry_count: 3 } as const;
    const state = parked(newTask(idOf(1), request, 0, TRACEPARENT), error, 2);
    const call = { task_id: idOf(1), phase: 'GUARDIAN_REVIEW', round: 1 } as never;
    await write([
      { of: 'task', state },
      { of: 'pool_sample', sample: { pool: 'default' } as never },
      { of: 'agent_call', call },
    ]);
    await write([profile(1, 'GUARDIAN_REVIEW')]);
    expect(told()).toEqual([3]);
  });

  it('forgets nothing when the profile could not be written', async () => {
    const { write, failures, told } = setUp(4, 0, 0);
    await write([run(1, 'GUARDIAN_REVIEW')]);
    failures.push(new Error('away'));
    await expect(write([profile(1, 'GUARDIAN_REVIEW')])).rejects.toThrow('away');
    await write([profile(1, 'GUARDIAN_REVIEW')]);
    expect(told()).toEqual([4]);
  });

  it('remembers the phases of late, however many there were whose profile never came', async () => {
    const { write, told } = setUp();
    for (let round = 1; round <= 100; round += 1) {
      await write(Array.from({ length: 101 }, (_, index) => run(1, 'GUARDIAN_REVIEW', round * 1_000 + index)));
    }
    await write([profile(1, 'GUARDIAN_REVIEW', 1_000), profile(1, 'GUARDIAN_REVIEW', 100_100)]);
    expect(told()).toEqual([null, 0]);
  });
});
