import { describe, expect, it } from 'vitest';
import { deadLetter } from '../../tests/support/dead-letters.ts';
import * as taskState from './task-state.ts';

const T0 = Date.parse('2030-01-01T00:00:00Z');
const { error, workflow_state } = deadLetter();
const { pipeline } = workflow_state;
const begun = taskState.phaseStarted(workflow_state.state, 'CODE_IMPLEMENTATION', 1, T0);
const parked = taskState.parked(
  taskState.phaseGivenUp(begun, 'failed', { attempts: 4 }, T0 + 9_000),
  error,
  T0 + 9_000,
);

describe('a task whose retries are exhausted', () => {
  it('rests with its error until an operator decides', () => {
    expect(parked).toMatchObject({
      status: 'dead_lettered',
      phase: 'DEAD_LETTERED',
      waiting_for: { kind: 'operator' },
      error,
    });
    expect(parked.phases[1]).toMatchObject({ status: 'failed', attempts: 4 });
  });

  it('goes on in the phase that failed, as if nothing had been wrong, when it is requeued', () => {
    const again = taskState.requeued(parked, pipeline);
    expect(again).toMatchObject({ status: 'queued', phase: 'CODE_IMPLEMENTATION', round: 1 });
    expect(again).not.toHaveProperty('error');
    expect(again).not.toHaveProperty('finished_at');
    expect(again).not.toHaveProperty('waiting_for');
    expect(again.phases[1]?.attempts).toBe(4);
  });

  it('may spend more from then on, and keeps the bound that is not named', () => {
    const first = taskState.withBudget(parked, { usd: 1, tokens: 50_000 });
    expect(taskState.withBudget(first, { usd: 3 }).request.budget).toEqual({ usd: 3, tokens: 50_000 });
    expect(first.request.feature).toBe(parked.request.feature);
  });

  it('that has no phase left to run is queued where it is', () => {
    const next = { kind: 'complete', already_satisfied: false } as const;
    expect(taskState.requeued(parked, { ...pipeline, next })).toMatchObject({
      status: 'queued',
      phase: 'DEAD_LETTERED',
    });
  });

  it('keeps its error when it is discarded, and waits for nobody', () => {
    const ended = taskState.discarded(parked, T0 + 60_000);
    expect(ended).toMatchObject({ status: 'discarded', error, finished_at: '2030-01-01T00:01:00.000Z' });
    expect(ended).not.toHaveProperty('waiting_for');
  });
});

it('a phase that has to wait is nobody’s until then, and uses up no attempt', () => {
  const until = '2030-01-01T00:05:00.000Z';
  const waitingFor = { kind: 'breaker', agent: 'coder-agent', until } as const;
  const waiting = taskState.phasePostponed(begun, waitingFor, undefined, T0 + 1_000);
  expect(waiting.waiting_for).toEqual({ kind: 'breaker', agent: 'coder-agent', until });
  expect(waiting.phases[1]).toMatchObject({ status: 'pending', attempts: 0, duration_ms: 1_000 });
  expect(waiting.phases[1]).not.toHaveProperty('finished_at');
});
