import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetter, requeued, taskId } from '../../tests/support/dead-letters.ts';
import { InvalidCursorError } from '../domain/cursor.ts';
import type { Database } from './database.ts';
import type { DeadLetterFilter } from './dead-letter-filter.ts';
import { createDeadLetterStore } from './dead-letter-store.ts';
import { deadLetters } from './schema.ts';

/** What the mirror of the dead letter queue must do on every database. */
export function describeDeadLetters(open: () => Database): void {
  const store = () => createDeadLetterStore(open().db);
  const found = async (filter: DeadLetterFilter) => (await store().find(filter, 10)).ids;

  beforeEach(async () => {
    await open().db.delete(deadLetters);
  });

  describe('a recorded dead letter', () => {
    it('is read back as it was written', async () => {
      const entry = requeued(deadLetter({ message: 'no "answer"\nfrom ’x’ 🦁', resolution: 'said so' }));
      await store().save(entry);
      expect(await store().get(entry.id)).toEqual(entry);
      expect(await store().get(`${taskId(1)}-2`)).toBeUndefined();
      expect(await store().get('x\0')).toBeUndefined();
    });

    it('may hold what PostgreSQL refuses in a text', async () => {
      await store().save(deadLetter({ message: 'a\0b and half \uD83E of a pair' }));
      expect((await store().get(`${taskId(1)}-1`))?.error.message).toBe('a\uFFFDb and half \uFFFD of a pair');
    });

    it('is listed with the beginning of its feature and its error', async () => {
      const entry = deadLetter({ feature: 'Open the shop. '.repeat(4_000), message: 'no answer; '.repeat(4_000) });
      await store().save(entry);
      const [listed] = (await store().list({ limit: 5 })).entries;
      expect([listed?.feature.length, listed?.error.message.length]).toEqual([4_000, 4_000]);
      expect(await store().get(entry.id)).toEqual(entry);
    });

    it('takes up what was annotated and decided', async () => {
      const parked = deadLetter();
      const annotated = { ...parked, investigated: true, resolution: 'the coder’s host was full' };
      for (const entry of [parked, annotated, requeued(annotated)]) {
        expect(await store().save(entry)).toBe(true);
        expect(await store().get(entry.id)).toEqual(entry);
      }
    });

    it('is never parked again once it was decided', async () => {
      const entry = requeued(deadLetter());
      await store().save(entry);
      expect(await store().save(deadLetter())).toBe(false);
      await store().saveAll([deadLetter(), deadLetter({ number: 2 })]);
      expect(await store().get(entry.id)).toEqual(entry);
      expect(await found({ status: 'parked' })).toEqual([`${taskId(2)}-1`]);
    });

    it('was requeued when its task was parked anew, in whichever order that is recorded', async () => {
      await store().save(deadLetter());
      await store().save(deadLetter({ generation: 2, minute: 1 }));
      await store().save(deadLetter({ number: 2, generation: 2 }));
      await store().save(deadLetter({ number: 2 }));
      await store().save(deadLetter({ number: 3 }));
      expect(await found({ status: 'requeued' })).toEqual([`${taskId(1)}-1`, `${taskId(2)}-1`]);
      expect(await found({ status: 'parked' })).toEqual([`${taskId(2)}-2`, `${taskId(3)}-1`, `${taskId(1)}-2`]);
    });
  });

  describe('a list of dead letters', () => {
    it('shows all but the checkpoint', async () => {
      const { workflow_state: _, ...entry } = deadLetter();
      await store().save(deadLetter());
      const shown = {
        ...entry,
        project: 'shop',
        priority: 5,
        feature: 'A visitor can search',
      };
      expect((await store().list({ limit: 5 })).entries).toEqual([
        {
          ...shown,
          error_group: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
          error_pattern: 'connect ECONNREFUSED <n>',
        },
      ]);
    });

    it('has the newest first, and neither loses nor repeats one of the same moment', async () => {
      await store().saveAll(Array.from({ length: 30 }, (_, number) => deadLetter({ number, minute: number % 2 })));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store().list({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.entries.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect(seen).toHaveLength(30);
      expect(new Set(seen).size).toBe(30);
      expect(seen[0]).toBe(`${taskId(29)}-1`);
      expect(seen[15]).toBe(`${taskId(28)}-1`);
    });

    it('refuses a cursor that it has not given', async () => {
      await expect(store().list({ limit: 5, cursor: 'nonsense' })).rejects.toThrow(InvalidCursorError);
    });
  });

  it('a filter lets through what fits all that it names', async () => {
    const full = { type: 'TerminalAgentError', message: 'the disk is full' };
    await store().saveAll([
      deadLetter({ number: 1 }),
      deadLetter({ number: 2, minute: 1, project: 'blog' }),
      deadLetter({ number: 3, minute: 2, phase: 'GUARDIAN_REVIEW', ...full }),
      requeued(deadLetter({ number: 4, minute: 3, investigated: true })),
    ]);
    const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => `${taskId(number)}-1`);
    const group = (await store().groups({ phase: 'GUARDIAN_REVIEW' }))[0]?.group ?? '';
    expect(await found({})).toEqual([first, second, third, fourth]);
    expect(await found({ status: 'parked' })).toEqual([first, second, third]);
    expect(await found({ phase: 'GUARDIAN_REVIEW' })).toEqual([third]);
    expect(await found({ project: 'blog' })).toEqual([second]);
    expect(await found({ group })).toEqual([third]);
    expect(await found({ since: deadLetter({ minute: 2 }).failed_at })).toEqual([third, fourth]);
    expect(await found({ investigated: true })).toEqual([fourth]);
    expect(await found({ investigated: false, status: 'parked', project: 'shop' })).toEqual([first, third]);
    expect(await found({ ids: [`${taskId(1)}-1`, 'nonsense', '\0'] })).toEqual([first]);
    expect(await found({ ids: [] })).toEqual([]);
    expect(await store().find({ project: 'shop' }, 1)).toEqual({ count: 3, ids: [first] });
    expect(await found({ project: "' or '1'='1" })).toEqual([]);
  });

  it('groups have the largest first, with what they have in common', async () => {
    await store().saveAll([
      deadLetter({ number: 1, message: 'the disk is full' }),
      deadLetter({ number: 2, minute: 1 }),
      deadLetter({ number: 3, minute: 3, phase: 'GUARDIAN_REVIEW' }),
      deadLetter({ number: 4, minute: 2 }),
    ]);
    const groups = await store().groups({ status: 'parked' });
    expect(groups).toEqual([
      {
        group: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
        error_type: 'TransientAgentError',
        pattern: 'connect ECONNREFUSED <n>',
        count: 3,
        phases: ['CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW'],
        newest: deadLetter({ minute: 3 }).failed_at,
        oldest: deadLetter({ minute: 1 }).failed_at,
        example: `${taskId(3)}-1`,
      },
      expect.objectContaining({ count: 1, pattern: 'the disk is full', example: `${taskId(1)}-1` }),
    ]);
    expect(await store().groups({ project: 'blog' })).toEqual([]);
  });
}
