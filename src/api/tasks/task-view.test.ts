import { describe, expect, it } from 'vitest';
import * as taskState from '../../domain/task-state.ts';
import type { PhaseAttempt } from '../../temporal/tasks/task-gateway.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';
import { viewTask } from './task-view.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const request = { feature: 'pay', target_url: 'http://shop', priority: 5, project: 'shop' };
const begun = taskState.phaseStarted(
  taskState.newTask('chimera-0123456789ab', request, NOW, TRACEPARENT),
  'E2E_TEST_GENERATION',
  1,
  NOW,
);
const waiting_for = { kind: 'pull_request', url: 'http://forge/7', until: '2026-04-01T12:00:00.000Z' } as const;

describe('a task that waits', () => {
  it('says why its pull request cannot be looked at, where it cannot', () => {
    const state = taskState.waiting(begun, waiting_for);
    const waitsFor = (attempt?: PhaseAttempt) =>
      viewTask({ state, stale: false, ...(attempt === undefined ? {} : { attempt }) }, undefined, NOW).waiting_for;
    const look: PhaseAttempt = { phase: 'DELIVERY', attempt: 9, status: 'due' };
    expect([waitsFor(), waitsFor(look)]).toEqual([waiting_for, waiting_for]);
    expect(waitsFor({ ...look, last_error: '502' })).toEqual({ ...waiting_for, error: '502' });
  });

  it('tells the failed tries of its phase all the while', () => {
    const retry = { at: '2026-03-01T12:00:00.000Z', kind: 'postponed', error: 'busy', delay_ms: 5 } as const;
    const tries = { failures: 0, handed_back: 0, lost: 0, log: [retry] };
    const state = taskState.phasePostponed(begun, waiting_for, tries, NOW);
    expect(viewTask({ state, stale: false }, undefined, NOW).phases[0]?.retries).toEqual([retry]);
    // The next attempt knows of them from its heartbeat, which is not there at first.
    const again = taskState.phaseStarted(state, 'E2E_TEST_GENERATION', 1, NOW);
    const attempt: PhaseAttempt = { phase: 'E2E_TEST_GENERATION', attempt: 1, status: 'running' };
    expect(viewTask({ state: again, stale: false, attempt }, undefined, NOW).phases[0]?.retries).toEqual([retry]);
    const beating = { ...attempt, retries: [retry] };
    expect(viewTask({ state: again, stale: false, attempt: beating }, undefined, NOW).phases[0]?.retries).toEqual([
      retry,
    ]);
  });
});
