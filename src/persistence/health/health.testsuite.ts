import { beforeEach, describe, expect, it } from 'vitest';
import { NO_REMEDIES, type RemedialAction, type Remedy } from '../../domain/health/remedy.ts';
import { sample } from '../../domain/health/samples.testsuite.ts';
import type { Database } from '../database.ts';
import { type AgentCallRecord, createAgentCallStore } from '../history/call-store.ts';
import { prune } from '../history/prune.ts';
import { agentMetrics, healthRemediations, healthSamples, healthState } from '../schema.ts';
import { countCalls } from './call-counts.ts';
import type { HealthDecision, HealthState } from './health-decision.ts';
import { createHealthStore } from './health-store.ts';
import { createRemedyRecords } from './remedy-records.ts';

const NOON = Date.parse('2026-03-10T12:00:00.000Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const pause: Remedy = {
  ...{ kind: 'pause_intake', pool: 'default', at: NOON, cause: '5 of 5 tasks failed', figures: { tasks_failed: 5 } },
  reversal: 'intake is resumed once tasks no longer fail for 10 min',
};
const raise: Remedy = { ...pause, kind: 'raise_size', from_size: 5, to_size: 8, cause: 'it is full' };

const act = (does: RemedialAction['does'], remedy: Remedy, reason = remedy.cause): RemedialAction => ({
  ...{ does, remedy, at: NOON, reason },
});

const inForce = (...remedies: readonly Remedy[]): HealthState => ({
  baselines: {},
  remediation: { ...NO_REMEDIES, in_force: remedies },
});

/** What holds of health on every database. */
export function describeHealth(open: () => Database): void {
  describe('health', () => {
    const store = () => createHealthStore(open().db);
    const records = () => createRemedyRecords(open().db);
    const decide = (decision: HealthDecision, now = NOON) => store().decide(() => decision, { by: 'here', now });

    beforeEach(async () => {
      for (const table of [healthSamples, healthState, healthRemediations, agentMetrics]) await open().db.delete(table);
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

    it('is what was learned and done, nothing at first', async () => {
      expect(await store().read(NOON)).toEqual({ samples: [], baselines: {}, remediation: NO_REMEDIES });
      const state: HealthState = {
        baselines: { default: { mean_ms: 1_234.5, tasks: 20, at: NOON, completed: 20 } },
        remediation: { in_force: [pause], acted: { default: NOON }, hands_off: { 'raise_size:default': NOON + 1 } },
      };
      await decide({ state, actions: [] });
      expect(await store().read(NOON)).toEqual({ samples: [], ...state });
    });

    it('is decided on by one after the other', async () => {
      const count = 8;
      const learn = ({ baselines, remediation }: HealthState): HealthDecision => {
        const tasks = (baselines['default']?.tasks ?? 0) + 1;
        return {
          state: { baselines: { default: { mean_ms: 1, tasks, at: 0, completed: 0 } }, remediation },
          actions: [],
        };
      };
      await Promise.all(Array.from({ length: count }, () => store().decide(learn, { by: 'here', now: NOON })));
      expect((await store().read(NOON)).baselines['default']?.tasks).toBe(count);
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

    it('stays as it was when a decision fails', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const failing = store().decide(
        () => {
          throw new Error('no idea');
        },
        { by: 'here', now: NOON },
      );
      await expect(failing).rejects.toThrow('no idea');
      expect((await store().read(NOON)).remediation.in_force).toEqual([pause]);
      expect(await records().list(10)).toHaveLength(1);
    });
  });

  describe('the record of a remedy', () => {
    const store = () => createHealthStore(open().db);
    const records = () => createRemedyRecords(open().db);
    const decide = (decision: HealthDecision, now = NOON) => store().decide(() => decision, { by: 'here', now });
    const only = async () => {
      const [record, ...more] = await records().list(10);
      if (record === undefined || more.length > 0) throw new Error(`${more.length + 1} records instead of one`);
      return record;
    };
    const ended = { ending_at: NOON + MINUTE };

    beforeEach(async () => {
      for (const table of [healthState, healthRemediations]) await open().db.delete(table);
    });

    it('says why, with figures, and that it is to be carried out', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const record = await only();
      expect(record).toMatchObject({
        ...{ name: 'pause_intake:default', remedy: pause, at: new Date(NOON).toISOString(), pending: 'apply' },
        ...{ effect: null, ended_at: null, end_reason: null, ended_by: null },
      });
      expect(await records().pending()).toEqual([record]);
      expect(await records().get(record.id)).toEqual(record);
      expect(await records().get(record.id + 1)).toBeUndefined();
    });

    it('says what came of it, once', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const { id } = await only();
      await decide({ state: inForce(pause), actions: [], effects: [{ of: id, does: 'apply', effect: 'done' }] });
      await decide({ state: inForce(pause), actions: [], effects: [{ of: id, does: 'apply', effect: 'found done' }] });
      expect(await only()).toMatchObject({ effect: 'done', pending: null, ended_at: null });
      expect(await records().pending()).toEqual([]);
    });

    it('is open while it is taken back, and over when that is done', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const { id } = await only();
      const ending = { ...pause, ...ended };
      await decide({ state: inForce(ending), actions: [act('take_back', ending, 'it is over')] });
      expect(await only()).toMatchObject({ pending: 'take_back', ended_at: null, end_reason: 'it is over' });
      const effects = [{ of: id, does: 'take_back', effect: 'resumed' }] as const;
      await decide({ state: inForce(), actions: [], effects }, NOON + MINUTE);
      expect(await only()).toMatchObject({
        ...{ pending: null, ended_at: new Date(NOON + MINUTE).toISOString() },
        ...{ end_reason: 'it is over; resumed', ended_by: 'chimera' },
      });
    });

    it('says that an operator ended it', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const ending = { ...pause, ...ended };
      const actions = [act('take_back', ending, 'an operator took it back')];
      await decide({ state: inForce(ending), actions, endedBy: 'operator' });
      await decide({ state: inForce(), actions: [] });
      expect(await only()).toMatchObject({ ended_by: 'operator', end_reason: 'an operator took it back' });
    });

    it('ends when somebody else changed what it did', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      await decide({ state: inForce(), actions: [act('let_go', pause, 'it is gone')] });
      expect(await only()).toMatchObject({ ended_by: 'chimera', end_reason: 'it is gone', pending: null });
    });

    it('of a size that is raised further ends where the next begins', async () => {
      const further = { ...raise, to_size: 10, at: NOON + MINUTE };
      await decide({ state: inForce(raise), actions: [act('apply', raise)] });
      await decide({ state: inForce(further), actions: [act('apply', further)] }, NOON + MINUTE);
      const [next, first] = await records().list(10);
      expect(next).toMatchObject({ remedy: further, ended_at: null, pending: 'apply' });
      expect(first).toMatchObject({ remedy: raise, ended_at: new Date(NOON + MINUTE).toISOString(), pending: null });
      expect((await records().pending()).map(({ id }) => id)).toEqual([next?.id]);
    });

    it('ends with what came of it when that was a refusal', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      const { id } = await only();
      await decide({ state: inForce(), actions: [], effects: [{ of: id, does: 'apply', effect: 'it is draining' }] });
      expect(await only()).toMatchObject({ effect: 'it is draining', end_reason: 'it is draining', pending: null });
    });

    it('is listed newest first, those long over left out where that is asked for', async () => {
      await decide({ state: inForce(pause), actions: [act('apply', pause)] });
      await decide({ state: inForce(raise), actions: [act('apply', raise)] }, NOON + MINUTE);
      await decide({ state: inForce(raise), actions: [] }, NOON + 2 * MINUTE);
      const names = async (...asked: Parameters<ReturnType<typeof records>['list']>) =>
        (await records().list(...asked)).map(({ name }) => name);
      expect(await names(10)).toEqual(['raise_size:default', 'pause_intake:default']);
      expect(await names(1)).toEqual(['raise_size:default']);
      expect(await names(10, NOON)).toEqual(['raise_size:default', 'pause_intake:default']);
      expect(await names(10, NOON + MINUTE)).toEqual(['raise_size:default']);
    });

    it('is kept as it can be, whatever agents are called', async () => {
      const trip: Remedy = { ...pause, kind: 'trip_breaker', agent: 'odd\0\ud800', cause: 'odd\0 fails' };
      await decide({ state: inForce(trip), actions: [act('apply', trip)] });
      expect((await only()).remedy).toMatchObject({ agent: 'odd\ufffd\ufffd', cause: 'odd\ufffd fails' });
    });

    it('goes once it has been over for long enough, and never before', async () => {
      await decide({ state: inForce(pause, raise), actions: [act('apply', pause), act('apply', raise)] });
      await decide({ state: inForce(raise), actions: [] }, NOON + MINUTE);
      await prune(open().db, 30, NOON + 30 * DAY);
      expect(await records().list(10)).toHaveLength(2);
      await prune(open().db, 30, NOON + 40 * DAY);
      expect(await records().list(10)).toMatchObject([{ name: 'raise_size:default', ended_at: null }]);
    });
  });
}
