import { expect, it } from 'vitest';
import type { Row } from './row.ts';
import { describeRows } from './table.ts';

const row: Row = {
  scenario: 'worker killed',
  form: 'short',
  seed: 1,
  faults: 5,
  tasks: 10,
  statuses: { completed: 10 },
  lost: 0,
  repeated: 0,
  recovery_ms: [1_000, 3_000],
  broken: [],
  late: [],
  notes: ['12 calls cut off'],
  blocks: [
    { process: 'api', block_ms: 85, used_ms: 80, waited_ms: 0 },
    { process: 'worker-1', block_ms: 120, used_ms: 30, waited_ms: 80 },
  ],
  seconds: 40,
};

it('a row tells mean and worst recovery, and what is worth a line stands below it', () => {
  expect(describeRows([row]).split('\n').slice(1)).toEqual([
    'worker killed       5     10     0         0          2.0 s  3.0 s  40 s  held',
    '    12 calls cut off',
    '    longest blocks: api 85 ms, worker-1 120 ms',
  ]);
});

it('a row with a broken invariant says so', () => {
  const text = describeRows([{ ...row, recovery_ms: [], broken: ['a lease is left'] }]);
  expect(text).toContain('BROKEN\n    broken: a lease is left');
});

it('a row in which all held, but not in time, says so', () => {
  const text = describeRows([{ ...row, recovery_ms: [], late: ['a call went on after 16 s'] }]);
  expect(text).toContain('LATE\n    late: a call went on after 16 s');
});
