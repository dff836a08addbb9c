import { expect, it } from 'vitest';
import { deadLetter, requeued } from '../../tests/support/dead-letters.ts';
import { closedFromOutside, overtaken, readDeadLetterId } from './dead-letter-record.ts';

const parked = deadLetter();

it('a task that was parked anew was requeued before', () => {
  expect(overtaken(parked)).toEqual({ ...parked, status: 'requeued' });
  const discarded = { ...parked, status: 'discarded' } as const;
  expect(overtaken(discarded)).toBe(discarded);
});

it('an entry whose workflow was closed from outside is cancelled, unless somebody decided before', () => {
  const at = '2026-03-03T00:00:00.000Z';
  expect(closedFromOutside(parked, at)).toMatchObject({ status: 'cancelled', decided_at: at });
  expect(closedFromOutside(requeued(parked), at)).toEqual(requeued(parked));
});

it('an id names its task and its generation', () => {
  expect(readDeadLetterId(parked.id)).toEqual({ task_id: parked.task_id, generation: 1 });
  for (const id of [
    '',
    parked.task_id,
    `${parked.task_id}-0`,
    `${parked.task_id}-01`,
    `${parked.id}x`,
    `-${parked.id}`,
  ]) {
    expect(readDeadLetterId(id)).toBeUndefined();
  }
});
