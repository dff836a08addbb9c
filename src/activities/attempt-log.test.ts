import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { phaseInput } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import { TransientAgentError } from '../domain/failure.ts';
import { NO_TRIES } from '../domain/tries.ts';
import { logAttempt } from './attempt-log.ts';

const input = phaseInput('GUARDIAN_REVIEW');

function attempt(failures = 0) {
  const { log, lines } = memoryLog();
  let now = 1_000;
  const ports = { log, now: () => (now += 250) };
  const span = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true };
  return { lines, said: logAttempt(ports, 'GUARDIAN_REVIEW', input, { tries: { ...NO_TRIES, failures }, span }) };
}

describe('the lines of an attempt', () => {
  it('say that the phase begins and how it ends, with task, phase and place in the trace', () => {
    const { lines, said } = attempt();
    said.answered(GOOD.GUARDIAN_REVIEW);
    const about = {
      level: 'info',
      task_id: input.task_id,
      workflow_phase: 'GUARDIAN_REVIEW',
      trace_id: 'trace-8448eb211c80319c',
      span_id: 'span-69203331',
    };
    expect(lines()).toMatchObject([
      { ...about, message: 'The phase begins', context: { agent: 'guardian-agent', round: 1, attempt: 1 } },
      { ...about, message: 'The phase ends', context: { verdict: 'approved', duration_ms: 250, attempt: 1 } },
    ]);
  });

  it.each([
    [{ kind: 'retry', delay_ms: 2_000 }, 'warn', 'The attempt failed and is retried'],
    [{ kind: 'postpone', wait_ms: 9_000 }, 'info', 'The phase waits before it is tried again'],
    [{ kind: 'give_up', exhausted: true }, 'error', 'The phase is given up'],
    [undefined, 'info', 'The attempt ends with its task, which is cancelled'],
  ] as const)('say of a failure with %j after it its group, its kind and its error', (next, level, message) => {
    const { lines, said } = attempt(1);
    said.failed({ error: new TransientAgentError('busy'), tries: NO_TRIES, ...(next === undefined ? {} : { next }) });
    const { kind = 'cancelled', ...more } = next ?? {};
    expect(lines()).toMatchObject([
      { level: 'info', message: 'The phase is tried again', context: { attempt: 2 } },
      {
        level,
        message,
        context: {
          ...more,
          next: kind,
          error_type: 'TransientAgentError',
          error_group: expect.stringMatching(/^[\da-f]{12}$/) as string,
          err: { message: 'busy' },
        },
      },
    ]);
  });

  it('do not call it a failure when the worker could not go on', () => {
    const { lines, said } = attempt();
    const handedBack = { at: '2026-11-23T00:00:00.000Z', kind: 'worker_lost', error: 'it ends', delay_ms: 1 } as const;
    const tries = { ...NO_TRIES, handed_back: 1, log: [handedBack] };
    said.failed({ error: new Error('it ends'), tries, next: { kind: 'retry', delay_ms: 1 } });
    const message = 'The attempt is broken off here; another worker goes on';
    expect(lines()).toMatchObject([{}, { level: 'info', message }]);
  });

  it('take anything for an error', () => {
    const { lines, said } = attempt();
    said.failed({ error: 'odd', tries: NO_TRIES });
    expect(lines()).toMatchObject([{}, { context: { error_type: 'Error', err: 'odd' } }]);
  });
});
