import { beforeEach, describe, expect, it } from 'vitest';
import { rankBottlenecks } from '../../domain/profile/bottlenecks.ts';
import { type AttemptProfile, NO_TIMES, SECTIONS, type SectionTimes } from '../../domain/profile/section.ts';
import type { Database } from '../database.ts';
import { prune } from '../history/prune.ts';
import { profileSections } from '../schema.ts';
import { createProfileStore } from './profile-store.ts';

const NOON = Date.parse('2026-03-10T12:00:00.000Z');
const DAY = 86_400_000;

/** An attempt that ended so long after noon, and took a second. */
function attempt(endedMs: number, times: Partial<SectionTimes>, more: Partial<AttemptProfile> = {}): AttemptProfile {
  return {
    task_id: 'chimera-000000000001',
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    started_at: new Date(NOON + endedMs - 1_000).toISOString(),
    ended_at: new Date(NOON + endedMs).toISOString(),
    times: { ...NO_TIMES, ...times },
    background_ms: null,
    ...more,
  };
}

/** What holds of profiles on every database. */
export function describeProfiles(open: () => Database): void {
  describe('profiles of attempts', () => {
    const store = () => createProfileStore(open().db);
    const span = { from: NOON, to: NOON + DAY };

    beforeEach(async () => {
      await open().db.delete(profileSections);
    });

    it('are kept as they were measured, oldest first, once each', async () => {
      const first = attempt(1_000, { agent_request: 700.125, db_update: 0.75 }, { background_ms: 1.5 });
      const second = attempt(5_000, { retry_wait: 3_000, other: 12 });
      const others = attempt(1_000, {}, { task_id: 'chimera-000000000002' });
      await store().saveAll([second, first, others]);
      await store().saveAll([{ ...first, times: NO_TIMES }]);
      expect(await store().ofTask(first.task_id)).toEqual([first, second]);
      expect(await store().ofTask('chimera-000000000003')).toEqual([]);
    });

    it('are measured by section and phase, as far as they took time', async () => {
      const calls = Array.from({ length: 20 }, (_, index) => attempt(index, { agent_request: (index + 1) * 10 }));
      await store().saveAll([
        ...calls,
        attempt(30, { db_update: 0.4 }, { phase: 'GUARDIAN_REVIEW', background_ms: 1 }),
        attempt(31, { db_update: 0.2 }, { phase: 'GUARDIAN_REVIEW', background_ms: 0.5 }),
      ]);
      const { attempts, background_ms, measured } = await store().measure(span);
      expect([attempts, background_ms]).toEqual([22, 1.5]);
      const [calling, asking, ...more] = rankBottlenecks(measured);
      expect(more).toEqual([]);
      expect(calling).toMatchObject({ section: 'agent_request', phase: 'CODE_IMPLEMENTATION', count: 20 });
      expect(calling?.total_ms).toBeCloseTo(2_100, 6);
      expect(Math.abs((calling?.p95_ms ?? 0) - 190)).toBeLessThanOrEqual(1.9);
      expect(asking).toMatchObject({ section: 'db_update', phase: 'GUARDIAN_REVIEW', count: 2 });
      expect(asking?.mean_ms).toBeCloseTo(0.3, 6);
      expect(Math.abs((asking?.p95_ms ?? 0) - 0.4)).toBeLessThanOrEqual(0.004);
    });

    it('have each section under its own name', async () => {
      const times = Object.fromEntries(SECTIONS.map((section, index) => [section, index + 1])) as typeof NO_TIMES;
      await store().saveAll([attempt(1, times)]);
      const { measured } = await store().measure(span);
      const found = measured.map(({ section, total_ms }) => [section, total_ms] as const);
      expect(Object.fromEntries(found)).toEqual(times);
    });

    it('are those that ended in the span, of the project that is asked for', async () => {
      const at = (endedMs: number, project: string): AttemptProfile => attempt(endedMs, { other: 1 }, { project });
      await store().saveAll([at(-1, 'shop'), at(0, 'shop'), at(1, 'blog'), at(DAY - 1, 'shop'), at(DAY, 'shop')]);
      const count = async (query: object) => (await store().measure({ ...span, ...query })).attempts;
      expect(await count({})).toBe(3);
      expect(await count({ project: 'blog' })).toBe(1);
      expect(await count({ project: 'none' })).toBe(0);
      expect(await store().measure({ ...span, project: 'none' })).toEqual({
        attempts: 0,
        background_ms: null,
        measured: [],
      });
    });

    it('go when they are older than records are kept', async () => {
      await store().saveAll([attempt(0, { other: 1 }), attempt(2 * DAY, { other: 1 })]);
      expect(await prune(open().db, 30, NOON + 31 * DAY)).toBeGreaterThanOrEqual(1);
      expect(await store().ofTask('chimera-000000000001')).toHaveLength(1);
    });
  });
}
