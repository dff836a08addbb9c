import { describe, expect, it } from 'vitest';
import { deadLetter, requeued } from '../../../tests/support/dead-letters.ts';
import * as taskState from '../../domain/task-state.ts';
import { spanOf } from '../../domain/trace/span.ts';
import { traceOf } from '../../domain/trace/trace-context.ts';
import { subjectOf, tellingOf, type WorkRecord } from './record.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const queued = taskState.newTask(
  'chimera-000000000001',
  { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 },
  0,
  TRACEPARENT,
);
const begun = {
  task_id: queued.task_id,
  project: 'shop',
  phase: 'GUARDIAN_REVIEW',
  round: 1,
  call: 'run/1',
  attempt: 1,
  agent: 'guardian-agent',
  started_at: '2026-03-01T12:00:00.000Z',
} as const;
const ended = { ...begun, status: 'passed', finished_at: '2026-03-01T12:00:01.000Z' } as const;
const lost = { ...ended, status: 'lost' } as const;

const waiting = {
  context: traceOf(queued),
  parent_id: null,
  kind: 'waiting',
  task_id: queued.task_id,
  started: 0,
} as const;

/** Of each kind one that says less, and one that says more about the same thing. */
const PAIRS: readonly (readonly [less: WorkRecord, more: WorkRecord])[] = [
  [
    { of: 'task', state: queued },
    { of: 'task', state: taskState.phaseStarted(queued, 'GUARDIAN_REVIEW', 1, 1) },
  ],
  [
    { of: 'phase_run', run: begun },
    { of: 'phase_run', run: ended },
  ],
  [
    { of: 'dead_letter', entry: deadLetter() },
    { of: 'dead_letter', entry: requeued(deadLetter()) },
  ],
  [
    { of: 'span', span: spanOf(waiting) },
    { of: 'span', span: spanOf(waiting, { at: 1, status: 'ok' }) },
  ],
];

describe('of two records about the same thing', () => {
  it.each(PAIRS)('the one that says more stays, whichever came first: $of', (less, more) => {
    expect(subjectOf(more)).toBe(subjectOf(less));
    expect(tellingOf(less, more)).toBe(more);
    expect(tellingOf(more, less)).toBe(more);
  });

  it('a lost attempt stays lost, whatever its worker says later', () => {
    const [said, told] = [ended, lost].map((run): WorkRecord => ({ of: 'phase_run', run })) as [WorkRecord, WorkRecord];
    expect(tellingOf(said, told)).toBe(told);
    expect(tellingOf(told, said)).toBe(told);
  });

  it('the later one stays when neither says more', () => {
    const [first, second]: WorkRecord[] = [
      { of: 'task', state: queued },
      { of: 'task', state: { ...queued } },
    ];
    expect(tellingOf(first as WorkRecord, second as WorkRecord)).toBe(second);
  });
});

describe('records about different things', () => {
  it('have different subjects', () => {
    const others: WorkRecord[] = [
      { of: 'task', state: { ...queued, task_id: 'chimera-000000000002' } },
      { of: 'phase_run', run: { ...begun, attempt: 2 } },
      { of: 'phase_run', run: { ...begun, call: 'run/2' } },
      { of: 'phase_run', run: { ...begun, round: 2 } },
      { of: 'phase_run', run: { ...begun, phase: 'CODE_IMPLEMENTATION' } },
      { of: 'phase_run', run: { ...begun, task_id: 'chimera-000000000002' } },
      { of: 'dead_letter', entry: deadLetter({ number: 2 }) },
      ...['a', 'b'].map((id): WorkRecord => ({ of: 'agent_call', call: { id } as never })),
      ...['a', 'b'].map((pool): WorkRecord => ({ of: 'pool_sample', sample: { pool, at: 'then' } as never })),
      { of: 'pool_sample', sample: { pool: 'a', at: 'later' } as never },
      ...(['expected', 'beat'] as const).map((event): WorkRecord => ({
        of: 'heartbeat',
        heartbeat: { event } as never,
      })),
      ...['then', 'later'].map((started_at): WorkRecord => ({ of: 'profile', profile: { started_at } as never })),
      { of: 'span', span: { span_id: 'a' } as never },
    ];
    const subjects = [...PAIRS.map(([less]) => less), ...others].map(subjectOf);
    expect(new Set(subjects).size).toBe(subjects.length);
  });
});
