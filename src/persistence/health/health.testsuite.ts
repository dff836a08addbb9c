import { beforeEach, describe, expect, it } from 'vitest';
import type { Trip } from '../../domain/health/trip.ts';
import { sample } from '../../domain/health/samples.testsuite.ts';
import { type EndedAction, NO_ACTIONS, type PoolAction } from '../../domain/pool/action.ts';
import type { Database } from '../database.ts';
import { type AgentCallRecord, createAgentCallStore } from '../history/call-store.ts';
import { prune } from '../history/prune.ts';
import { agentMetrics, healthSamples, healthState, ownActions } from '../schema.ts';
import { createActionRecords } from './action-records.ts';
import { countCalls } from './call-counts.ts';
import { type Baselines, createHealthStore } from './health-store.ts';

const NOON = Date.parse('2026-03-10T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const pause: PoolAction = {
  ...{ kind: 'pause_intake', at: NOON, cause: '5 of 5 tasks failed', figures: { tasks_failed: 5 }, calm_since: null },
  ...{ effect: 'nothing starts', reversal: 'intake is resumed once tasks no longer fail for 10 min' },
};
const raise: PoolAction = { ...pause, kind: 'raise_size', from: 5, to: 8, cause: 'it is full', effect: 'it is 8' };
const over = (action: PoolAction, at = NOON + MINUTE): EndedAction => ({
  ...action,
  ...{ ended_at: at, ended_by: 'chimera', end_reason: 'it is over' },
});
const trip: Trip = {
  ...{ agent: 'coder-agent', pool: 'default', at: NOON, cause: 'its calls fail', figures: { calls_failed: 9 } },
  reversal: 'the breaker is reset',
};

/** What holds of health on every database. */
export function describeHealth(open: () => Database): void {
  describe('health', () => {
    const store = () => createHealthStore(open().db);

    beforeEach(async () => {
      for (const table of [healthSamples, healthState, agentMetrics]) await open().db.delete(table);
    });

    it('is its samples in their order, the old ones gone', async () => {
      const samples = [0, 1, 2].map((count) => sample(NOON + count * 15_000, { queue_depth: count }));
      for (const one of samples.toReversed()) await store().keep(one, NOON);
      await store().keep(sample(NOON, { queue_depth: 99 }), NOON);
      expect((await store().read(NOON - 1)).samples).toEqual(samples);
      expect((await store().read(NOON)).samples).toEqual(samples.slice(1));
      await store().keep(sample(NOON + DAY), NOON + 15_000);
      expect((await store().read(NOON - 1)).samples.map(({ at }) => at - NOON)).toEqual([15_000, 30_000, DAY]);
    });

    it('is what was learned, nothing at first', async () => {
      expect(await store().read(NOON)).toEqual({ samples: [], baselines: {} });
      const baselines: Baselines = { default: { mean_ms: 1_234.5, tasks: 20, at: NOON, completed: 20 } };
      await store().learn(() => baselines);
      expect(await store().read(NOON)).toEqual({ samples: [], baselines });
    });

    it('is learned by one after the other', async () => {
      const count = 8;
      const learned = (before: Baselines): Baselines => ({
        default: { mean_ms: 1, tasks: (before['default']?.tasks ?? 0) + 1, at: 0, completed: 0 },
      });
      await Promise.all(Array.from({ length: count }, () => store().learn(learned)));
      expect((await store().read(NOON)).baselines['default']?.tasks).toBe(count);
    });

    it('stays as it was when learning fails', async () => {
      const baselines: Baselines = { default: { mean_ms: 1, tasks: 1, at: 0, completed: 0 } };
      await store().learn(() => baselines);
      const failing = store().learn(() => {
        throw new Error('no idea');
      });
      await expect(failing).rejects.toThrow('no idea');
      expect((await store().read(NOON)).baselines).toEqual(baselines);
    });

    it('counts the calls of agents by how they ended, those that say nothing of the agent not', async () => {
      const call = (id: number, endedMs: number, outcome: string, agent = 'coder-agent') => ({
        ...{ id: `call-${id}`, agent, task_id: 'chimera-000000000001', project: 'shop', phase: 'CODE_IMPLEMENTATION' },
        ...{ round: 1, ended_at: new Date(NOON + endedMs).toISOString(), duration_ms: 5, outcome },
      });
      const outcomes = ['answered', 'answered', 'transient', 'limit', 'interrupted', 'postponed', 'missing'];
      const calls = outcomes.map((outcome, index) => call(index, index + 1, outcome));
      const others = [call(10, 0, 'answered'), call(11, 8, 'transient'), call(12, 7, 'terminal', 'guardian-agent')];
      await createAgentCallStore(open().db).saveAll([...calls, ...others] as readonly AgentCallRecord[]);
      expect(await countCalls(open().db, NOON, NOON + 7)).toEqual(
        new Map([
          ['coder-agent', { completed: 2, failed: 2 }],
          ['guardian-agent', { completed: 0, failed: 1 }],
        ]),
      );
    });
  });

  describe('the record of what was done by itself', () => {
    const records = () => createActionRecords(open().db);
    const mirror = (
      in_force: readonly PoolAction[],
      ended: readonly EndedAction[] = [],
      now = NOON,
      name = 'default',
    ) => records().mirror({ name, actions: { ...NO_ACTIONS, in_force, ended } }, now);
    const only = async () => {
      const [record, ...more] = await records().list(10);
      if (record === undefined || more.length > 0) throw new Error(`${more.length + 1} records instead of one`);
      return record;
    };

    beforeEach(async () => {
      await open().db.delete(ownActions);
    });

    it('is what a pool says, with cause, figures, effect and reversal; a copy may be made again', async () => {
      await mirror([pause]);
      await mirror([pause]);
      const record = await only();
      expect(record).toMatchObject({
        ...{ kind: 'pause_intake', pool: 'default', agent: '', at: new Date(NOON).toISOString(), cause: pause.cause },
        ...{ figures: pause.figures, effect: pause.effect, reversal: pause.reversal },
        ...{ ended_at: null, end_reason: null, ended_by: null },
      });
      expect(await records().get(record.id)).toEqual(record);
      expect(await records().get(record.id + 1)).toBeUndefined();
    });

    it('is over once the pool says so, and stays over when an older word comes late', async () => {
      await mirror([pause]);
      await mirror([], [over(pause)]);
      await mirror([pause]);
      expect(await only()).toMatchObject({
        ...{ ended_at: new Date(NOON + MINUTE).toISOString(), end_reason: 'it is over', ended_by: 'chimera' },
      });
    });

    it('is of two pools that did the same at once two', async () => {
      await mirror([pause]);
      await mirror([pause], [], NOON, 'other');
      expect((await records().list(10)).map(({ pool }) => pool)).toEqual(['other', 'default']);
    });

    it('ends when the pool began anew, which no word that is a moment old says', async () => {
      await mirror([pause]);
      await mirror([], [], NOON + MINUTE);
      expect(await only()).toMatchObject({ ended_at: null });
      await records().keepTrip(trip);
      await mirror([], [], NOON + MINUTE + 1);
      const [tripped, paused] = await records().list(10);
      expect(tripped).toMatchObject({ kind: 'trip_breaker', ended_at: null });
      expect(paused).toMatchObject({ ended_by: 'chimera', end_reason: 'its pool began anew' });
    });

    it('of a trip is to be carried out, then in force, then over; one of an agent at a time', async () => {
      await records().keepTrip(trip);
      await records().keepTrip({ ...trip, at: NOON + 1 });
      const [kept, ...more] = await records().trips(NOON);
      expect(more).toEqual([]);
      expect(kept).toMatchObject({ ...trip, effect: null, ended_at: null });
      const { id } = kept ?? { id: 0 };
      await records().carriedOut(id, 'it was tripped');
      await records().end(id, { at: NOON + MINUTE, by: 'operator', reason: 'an operator took it back' });
      await records().end(id, { at: NOON + DAY, by: 'chimera', reason: 'again' });
      expect(await only()).toMatchObject({
        ...{ effect: 'it was tripped', ended_at: new Date(NOON + MINUTE).toISOString() },
        ...{ ended_by: 'operator', end_reason: 'an operator took it back' },
      });
      await records().keepTrip({ ...trip, at: NOON + 2 * MINUTE });
      expect(await records().trips(NOON)).toHaveLength(2);
      expect((await records().trips(NOON + MINUTE)).map(({ at }) => at)).toEqual([NOON + 2 * MINUTE]);
    });

    it('is listed newest first, those long over left out where that is asked for', async () => {
      const later = { ...raise, at: NOON + MINUTE };
      await mirror([later], [over(pause, NOON + 2 * MINUTE)]);
      const kinds = async (...asked: Parameters<ReturnType<typeof records>['list']>) =>
        (await records().list(...asked)).map(({ kind }) => kind);
      expect(await kinds(10)).toEqual(['raise_size', 'pause_intake']);
      expect(await kinds(1)).toEqual(['raise_size']);
      expect(await kinds(10, NOON)).toEqual(['raise_size', 'pause_intake']);
      expect(await kinds(10, NOON + 2 * MINUTE)).toEqual(['raise_size']);
    });

    it('is kept as it can be, whatever agents are called', async () => {
      await records().keepTrip({ ...trip, agent: 'odd\0\ud800', cause: 'odd\0 fails' });
      expect(await only()).toMatchObject({ agent: 'odd\ufffd\ufffd', cause: 'odd\ufffd fails' });
    });

    it('goes once it has been over for long enough, and never before', async () => {
      await mirror([raise], [over(pause)]);
      await prune(open().db, 30, NOON + 30 * DAY);
      expect(await records().list(10)).toHaveLength(2);
      await prune(open().db, 30, NOON + 40 * DAY);
      expect(await records().list(10)).toMatchObject([{ kind: 'raise_size', ended_at: null }]);
    });
  });
}
