import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { memoryDeadLetters } from '../../tests/support/api/memory-dead-letters.ts';
import { deadLetter, requeued, taskId } from '../../tests/support/dead-letters.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import { recoverDeadLetters } from './recover-dead-letters.ts';

/** Recovers a mirror with these records, for workflows that answer with these letters; null and undefined as they do. */
async function recover(recorded: readonly DeadLetter[], letters: Record<string, DeadLetter | null | undefined>) {
  const mirror = memoryDeadLetters();
  await mirror.saveAll(recorded);
  const read: string[] = [];
  const written = await recoverDeadLetters({
    parked: Readable.from(Object.keys(letters)) as AsyncIterable<string>,
    gateway: { deadLetter: (id) => Promise.resolve(letters[id]) },
    mirror,
    read: async (id) => {
      read.push(id);
      const entry = requeued((await mirror.get(id)) ?? deadLetter());
      await mirror.save(entry);
      return { entry, stale: false };
    },
  });
  const statuses = Object.fromEntries([...mirror.rows].map(([id, { status }]) => [id, status]));
  return { written, statuses, read, mirror };
}

describe('recovery of the dead letters', () => {
  it('writes what is missing or was noted meanwhile, from the workflows themselves', async () => {
    const noted = deadLetter({ number: 2, resolution: 'full disk' });
    const { written, statuses, mirror } = await recover([deadLetter({ number: 2 })], {
      [taskId(1)]: deadLetter(),
      [taskId(2)]: noted,
    });
    expect(written).toBe(2);
    expect(statuses).toEqual({ [`${taskId(1)}-1`]: 'parked', [`${taskId(2)}-1`]: 'parked' });
    expect(mirror.rows.get(noted.id)).toEqual(noted);
  });

  it('learns what became of entries that are parked no more', async () => {
    const { written, statuses, read } = await recover([deadLetter()], {});
    expect({ written, read }).toEqual({ written: 1, read: [`${taskId(1)}-1`] });
    expect(statuses).toEqual({ [`${taskId(1)}-1`]: 'requeued' });
  });

  it('changes nothing that is as it should be, and leaves out whoever cannot answer', async () => {
    const letters = { [taskId(1)]: deadLetter(), [taskId(2)]: undefined, [taskId(3)]: null };
    expect(await recover([deadLetter()], letters)).toMatchObject({ written: 0, read: [] });
  });
});
