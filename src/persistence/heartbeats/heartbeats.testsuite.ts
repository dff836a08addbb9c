import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import { judge } from '../../domain/heartbeat/judge.ts';
import type { Database } from '../database.ts';
import { heartbeats, heartbeatSubjects, heartbeatTransitions } from '../schema.ts';
import { createHeartbeatStore, type HeartbeatSubject } from './heartbeat-store.ts';
import { createHeartbeatWriter } from './heartbeat-writer.ts';
import { pruneHeartbeats } from './prune-heartbeats.ts';

const WORKER = 'worker-1@host';

const heartbeat = (more: Partial<Heartbeat> = {}): Heartbeat => ({
  kind: 'worker',
  name: WORKER,
  process: 'host:1:100',
  interval_ms: 5_000,
  event: 'beat',
  what: 'idle',
  ...more,
});

/** What heartbeats must do on every database. */
export function describeHeartbeats(open: () => Database): void {
  const store = () => createHeartbeatStore(open().db);
  const save = (...received: readonly Partial<Heartbeat>[]) =>
    createHeartbeatWriter(open().db).saveAll(received.map(heartbeat));
  const subject = async (name = WORKER): Promise<HeartbeatSubject> => {
    const found = (await store().subjects()).subjects.find((one) => one.name === name);
    if (found === undefined) throw new Error(`Nobody knows ${name}.`);
    return found;
  };
  /** Judges as one look each second does. */
  const look = async (name = WORKER, later = 0) => {
    const { at } = await store().subjects();
    const read = await subject(name);
    const { judgement, change } = judge(read.signs, read.judgement, { now: at + later, since: 0 });
    return change !== undefined && (await store().change(read, judgement, change)) ? judgement.state : undefined;
  };

  beforeEach(async () => {
    for (const table of [heartbeats, heartbeatSubjects, heartbeatTransitions]) await open().db.delete(table);
  });

  describe('heartbeats in a database', () => {
    it('are dated by its clock, and make their sender known', async () => {
      const before = Date.now();
      await save({ what: 'starting' });
      const { at, subjects } = await store().subjects();
      expect(subjects).toHaveLength(1);
      const { signs, judgement, first_seen_at } = await subject();
      expect(Math.abs((signs.last_beat_at ?? 0) - before)).toBeLessThan(10_000);
      expect(at).toBeGreaterThanOrEqual((signs.last_beat_at ?? Infinity) - 1);
      expect(signs).toMatchObject({ interval_ms: 5_000, ended: null });
      expect(judgement).toEqual({ state: 'EXPECTED', since: first_seen_at, failed_ms: 0 });
      expect(await store().beats('worker', [WORKER])).toEqual([
        { name: WORKER, process: 'host:1:100', what: 'starting', at: expect.any(Number) as number },
      ]);
    });

    it('of an agent may come from several workers in one batch', async () => {
      const of = (process: string, what: string) => ({ kind: 'agent', name: 'coder-agent', process, what }) as const;
      await save(of('a:1:1', 'idle'), of('b:2:2', 'at work'), {});
      expect(await subject('coder-agent')).toMatchObject({ kind: 'agent', process: 'b:2:2', what: 'at work' });
      expect((await store().beats('agent', ['coder-agent'])).map(({ process }) => process)).toEqual(['b:2:2', 'a:1:1']);
      expect(await store().beats('worker', ['coder-agent'])).toEqual([]);
    });

    it('take what a program printed in any characters', async () => {
      await save({ what: 'a\0b\ud800' });
      expect((await subject()).what).toBe('a\uFFFDb\uFFFD');
    });

    it('are told by the last hundred of each, newest first', async () => {
      for (let index = 1; index <= 130; index += 1) await save({ what: String(index) }, { name: 'b', what: 'idle' });
      const told = async () => (await store().beats('worker', [WORKER])).map(({ what }) => Number(what));
      const last = Array.from({ length: 100 }, (_, index) => 130 - index);
      expect(await told()).toEqual(last);
      expect(await pruneHeartbeats(open().db, 30)).toBe(60);
      expect(await told()).toEqual(last);
      expect(await store().beats('worker', [WORKER, 'b'])).toHaveLength(200);
    });
  });

  describe('a worker’s place', () => {
    it('is expected to show life from the start of its process on', async () => {
      await save({ event: 'expected', what: 'started' });
      expect((await subject()).signs.last_beat_at).toBeNull();
      await save({});
      expect((await subject()).signs.last_beat_at).not.toBeNull();
      await save({ event: 'expected' });
      expect((await subject()).signs.last_beat_at).not.toBeNull();
      await save({ event: 'expected', process: 'host:2:200' });
      expect(await subject()).toMatchObject({ process: 'host:2:200', signs: { last_beat_at: null } });
    });

    it('hears no more of a process that has ended, also not by what comes late', async () => {
      await save({ event: 'expected' }, {}, { event: 'died', what: 'SIGKILL' });
      const ended = { how: 'died', reason: 'SIGKILL' };
      expect((await subject()).signs).toMatchObject({ ended, last_beat_at: null });
      await save({});
      expect((await subject()).signs).toMatchObject({ ended, last_beat_at: null });
      await save({ event: 'expected', process: 'host:2:200' }, { process: 'host:2:200' }, {});
      const { process, signs } = await subject();
      expect([process, signs.ended]).toEqual(['host:2:200', null]);
      expect(signs.last_beat_at).not.toBeNull();
      await save({ event: 'died', what: 'too late' });
      expect((await subject()).signs.ended).toBeNull();
    });

    it('was stopped when anybody says so', async () => {
      await save({}, { event: 'died', what: 'exit code 0' }, { event: 'stopped', what: 'drained' });
      await save({ event: 'died', what: 'exit code 0' });
      expect((await subject()).signs.ended).toEqual({ how: 'stopped', reason: 'drained' });
    });

    it('is FAILED when its process dies, and HEALTHY by the first heartbeat of the next one', async () => {
      await save({});
      expect(await look()).toBe('HEALTHY');
      await save({ event: 'died', what: 'SIGKILL' });
      expect(await look()).toBe('FAILED');
      await save({ event: 'expected', process: 'host:2:200' });
      expect(await look()).toBeUndefined();
      await save({ process: 'host:2:200' });
      expect(await look()).toBe('HEALTHY');
      const told = await store().transitions('worker', [WORKER], 9);
      expect(told.map(({ process, from, to, reason }) => [process, from, to, reason])).toEqual([
        ['host:2:200', 'FAILED', 'HEALTHY', 'a heartbeat came'],
        ['host:1:100', 'HEALTHY', 'FAILED', 'SIGKILL'],
        ['host:1:100', 'EXPECTED', 'HEALTHY', 'a heartbeat came'],
      ]);
      expect(await store().transitions('worker', [WORKER], 1)).toEqual(told.slice(0, 1));
    });

    it('leaves the list five minutes after it was stopped, and an hour after it failed', async () => {
      const ago = async (name: string, state: string, minutes: number) => {
        await save({ name });
        await open().db.execute(
          sql`update heartbeat_subjects set state = ${state}, since = clock_timestamp() - make_interval(mins => ${minutes}::int),
              last_beat_at = clock_timestamp() - interval '2 hours', expected_at = clock_timestamp() - interval '3 hours'
              where name = ${name}`,
        );
      };
      await ago('stopped now', 'STOPPED', 4);
      await ago('stopped', 'STOPPED', 6);
      await ago('failed now', 'FAILED', 59);
      await ago('failed', 'FAILED', 61);
      const names = async () => (await store().subjects()).subjects.map(({ name }) => name);
      expect(await names()).toEqual(['failed now', 'stopped now']);
      await save({ name: 'failed' });
      expect(await names()).toEqual(['failed', 'failed now', 'stopped now']);
    });
  });

  describe('a judgement', () => {
    it('is changed once by several who judge at once, and not when a heartbeat came meanwhile', async () => {
      await save({});
      const read = await subject();
      const after = { state: 'HEALTHY', since: read.judgement.since + 1, failed_ms: 0 } as const;
      const change = { from: 'EXPECTED', to: 'HEALTHY', reason: 'x' } as const;
      const all = await Promise.all(Array.from({ length: 5 }, () => store().change(read, after, change)));
      expect(all.filter(Boolean)).toHaveLength(1);
      expect(await store().transitions('worker', [WORKER], 9)).toHaveLength(1);
      const again = await subject();
      expect(again.judgement).toEqual(after);
      await open().db.execute(sql`update heartbeat_subjects set last_beat_at = last_beat_at + interval '1 ms'`);
      expect(await store().change(again, { ...after, state: 'FAILED' }, { ...change, to: 'FAILED' })).toBe(false);
    });

    it('of an agent that never beat is FAILED after three intervals', async () => {
      await store().expectAgents(['coder-agent'], 5_000);
      await store().expectAgents(['coder-agent', 'guardian-agent'], 5_000);
      expect((await store().subjects()).subjects.map(({ name }) => name)).toEqual(['coder-agent', 'guardian-agent']);
      expect(await look('coder-agent', 14_000)).toBeUndefined();
      expect(await look('coder-agent', 15_001)).toBe('FAILED');
      await store().expectAgents([], 5_000);
    });
  });

  it('goes when it is older than it is kept', async () => {
    await save({}, { kind: 'agent', name: 'coder-agent' });
    await look();
    expect(await pruneHeartbeats(open().db, 30)).toBe(0);
    for (const [table, time] of Object.entries({ heartbeats: 'at', heartbeat_transitions: 'at' })) {
      await open().db.execute(
        sql`update ${sql.identifier(table)} set ${sql.identifier(time)} = clock_timestamp() - interval '31 days'`,
      );
    }
    await open().db.execute(
      sql`update heartbeat_subjects set last_beat_at = clock_timestamp() - interval '31 days',
          expected_at = clock_timestamp() - interval '32 days', since = clock_timestamp() - interval '31 days'`,
    );
    // Two heartbeats, a change and the worker; the agent is declared, and stays.
    expect(await pruneHeartbeats(open().db, 30)).toBe(4);
    expect((await store().subjects()).subjects.map(({ name }) => name)).toEqual(['coder-agent']);
  });
}
