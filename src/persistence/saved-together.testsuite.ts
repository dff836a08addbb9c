import { beforeEach, describe, expect, it } from 'vitest';
import * as taskState from '../domain/task-state.ts';
import type { Database } from './database.ts';
import { createPhaseRunStore } from './phase-run-store.ts';
import { phaseRuns, taskRuns } from './schema.ts';
import { createTaskRunStore } from './task-run-store.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
const queued = taskState.newTask('chimera-000000000001', request, 0, TRACEPARENT);
const running = taskState.phaseStarted(queued, 'E2E_TEST_GENERATION', 1, 1_000);
const other = taskState.newTask('chimera-000000000002', request, 2_000, TRACEPARENT);

const begun = {
  task_id: queued.task_id,
  phase: 'E2E_TEST_GENERATION',
  project: 'shop',
  round: 1,
  call: 'run/1',
  attempt: 1,
  agent: 'e2e-tester-agent',
  started_at: '2026-03-01T12:00:00.000Z',
} as const;
const ended = { ...begun, status: 'passed', finished_at: '2026-03-01T12:00:01.000Z', verdict: 'test_fails' } as const;
const next = { ...begun, phase: 'CODE_IMPLEMENTATION', started_at: '2026-03-01T12:00:01.000Z' } as const;

/** What records that share a statement must do on every database. */
export function describeSavedTogether(open: () => Database): void {
  const tasks = () => createTaskRunStore(open().db);
  const phases = () => createPhaseRunStore(open().db);

  beforeEach(async () => {
    await open().db.delete(taskRuns);
    await open().db.delete(phaseRuns);
  });

  describe('records that share a statement', () => {
    it('are all written', async () => {
      await tasks().saveAll([queued, other]);
      expect(await tasks().get(queued.task_id)).toEqual(queued);
      expect(await tasks().get(other.task_id)).toEqual(other);
      await phases().saveAll([ended, next]);
      expect(await phases().ofTask(queued.task_id)).toMatchObject([
        { phase: 'E2E_TEST_GENERATION', status: 'passed', verdict: 'test_fails', duration_ms: 1_000 },
        { phase: 'CODE_IMPLEMENTATION', status: 'running' },
      ]);
    });

    it('undo nothing that is further on', async () => {
      await tasks().save(running);
      await tasks().saveAll([queued, other]);
      expect(await tasks().get(queued.task_id)).toEqual(running);
      await phases().finished(ended);
      await phases().saveAll([begun, next]);
      expect(await phases().ofTask(queued.task_id)).toMatchObject([{ status: 'passed' }, { status: 'running' }]);
    });

    it('bring on what was further back', async () => {
      await tasks().save(queued);
      await tasks().saveAll([other, running]);
      expect(await tasks().get(queued.task_id)).toEqual(running);
      await phases().started(begun);
      await phases().saveAll([next, ended]);
      expect(await phases().ofTask(queued.task_id)).toMatchObject([{ status: 'passed' }, { status: 'running' }]);
    });
  });
}
