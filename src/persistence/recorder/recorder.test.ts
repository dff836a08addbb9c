import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkRecord } from './record.ts';
import { createRecorder, type RecorderSetup } from './recorder.ts';

const attempt = (number: number, more: object = {}): WorkRecord => ({
  of: 'phase_run',
  run: {
    task_id: 'chimera-000000000001',
    project: 'shop',
    phase: 'GUARDIAN_REVIEW',
    round: 1,
    call: 'run/1',
    attempt: number,
    agent: 'guardian-agent',
    started_at: '2026-03-01T12:00:00.000Z',
    ...more,
  },
});
const attempts = (count: number): readonly WorkRecord[] => Array.from({ length: count }, (_, index) => attempt(index));

/** How long records wait for others. */
const LINGER_MS = 1_000;

const AWAY = new Error('Failed query', { cause: new Error('connect ECONNREFUSED') });
const REFUSED = Object.assign(new Error('invalid input'), { code: '22P02' });

/** A recorder on a store that does as `store.write` says, and keeps what it took. */
function setUp(setup: Partial<RecorderSetup> = {}) {
  const taken: (readonly WorkRecord[])[] = [];
  const said: object[] = [];
  const store = { write: (_: readonly WorkRecord[]): Promise<unknown> => Promise.resolve() };
  const recorder = createRecorder({
    write: async (records) => {
      await store.write(records);
      taken.push(records);
    },
    log: { warn: (context) => said.push(context) },
    now: Date.now,
    ...setup,
  });
  const record = (records: readonly WorkRecord[]): void => {
    for (const one of records) recorder.record(one);
  };
  return { recorder, record, store, taken, said };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const HEARTBEAT: WorkRecord = {
  of: 'heartbeat',
  heartbeat: {
    kind: 'worker',
    name: 'worker-1@host',
    process: 'host:1:0',
    event: 'beat',
    what: 'ready',
    interval_ms: 5_000,
  },
};

describe('a recorder', () => {
  it('does not keep a heartbeat waiting, nor what waits already', async () => {
    const { record, taken } = setUp();
    record([attempt(1)]);
    await vi.advanceTimersByTimeAsync(1);
    record([HEARTBEAT]);
    await vi.advanceTimersByTimeAsync(0);
    expect(taken).toEqual([[attempt(1), HEARTBEAT]]);
  });

  it('writes what comes within a moment together, and says once what is said of one thing', async () => {
    const { recorder, record, taken } = setUp();
    const ended = attempt(0, { status: 'passed', finished_at: '2026-03-01T12:00:01.000Z' });
    record([ended, attempt(1), attempt(0)]);
    expect(recorder.counts).toEqual({ waiting: 2, lost: 0 });
    await vi.advanceTimersByTimeAsync(LINGER_MS - 1);
    expect(taken).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(taken).toEqual([[ended, attempt(1)]]);
    record([attempt(2)]);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(taken).toHaveLength(2);
    expect(recorder.counts).toEqual({ waiting: 0, lost: 0 });
  });

  it('does not linger over a batch that is full', async () => {
    const { record, taken } = setUp({ batch: 3 });
    record(attempts(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(taken.map(({ length }) => length)).toEqual([3, 3]);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(taken.map(({ length }) => length)).toEqual([3, 3, 1]);
  });

  it('loses what comes when it is full, counts it, and says so once a minute', async () => {
    const { recorder, record, store, taken, said } = setUp({ limit: 5 });
    const gate = Promise.withResolvers<undefined>();
    store.write = () => gate.promise;
    record(attempts(4));
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    record(attempts(9).slice(4));
    expect(recorder.counts).toEqual({ waiting: 5, lost: 4 });
    expect(said).toEqual([{ lost: 1, reason: '5 records wait already' }]);
    await vi.advanceTimersByTimeAsync(60_000);
    record([attempt(9)]);
    expect(said).toMatchObject([{ lost: 1 }, { lost: 5 }]);
    gate.resolve(undefined);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(taken.flat()).toEqual(attempts(5));
  });

  it('takes more of what it has already, even when it is full', async () => {
    const { recorder, record, taken } = setUp({ limit: 1 });
    const ended = attempt(0, { status: 'passed', finished_at: '2026-03-01T12:00:01.000Z' });
    record([attempt(0), ended]);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(taken).toEqual([[ended]]);
    expect(recorder.counts.lost).toBe(0);
  });

  it('keeps its records while the store is away, and tries again with longer pauses', async () => {
    const { recorder, record, store, taken } = setUp();
    const tried: number[] = [];
    const begun = Date.now();
    store.write = () => {
      tried.push(Date.now() - begun);
      return Promise.reject(AWAY);
    };
    record(attempts(2));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(tried.map((at) => at - LINGER_MS)).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 12_750, 17_750]);
    record([attempt(2)]);
    store.write = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(taken.flat()).toEqual(attempts(3));
    expect(recorder.counts).toEqual({ waiting: 0, lost: 0 });
  });

  it('loses a record that the store refuses, and none beside it', async () => {
    const { recorder, record, store, taken, said } = setUp();
    store.write = (records) => (records.includes(bad) ? Promise.reject(REFUSED) : Promise.resolve());
    const bad = attempt(1);
    record([attempt(0), bad, attempt(2)]);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(taken).toEqual([[attempt(0)], [attempt(2)]]);
    expect(recorder.counts.lost).toBe(1);
    expect(said).toEqual([{ lost: 1, reason: 'invalid input' }]);
  });

  it('takes whatever a store throws', async () => {
    const { recorder, record, store } = setUp();
    store.write = () => {
      throw 'a text' as unknown as Error;
    };
    record(attempts(2));
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(recorder.counts).toEqual({ waiting: 0, lost: 2 });
  });
});

describe('a recorder that is stopped', () => {
  it('writes at once what waits, and loses what comes later', async () => {
    const { recorder, record, taken } = setUp({ batch: 2 });
    record(attempts(3));
    await recorder.stop();
    expect(taken.flat()).toEqual(attempts(3));
    record([attempt(3)]);
    expect(recorder.counts).toEqual({ waiting: 0, lost: 1 });
  });

  it('tries a store that was away once more', async () => {
    const { recorder, record, store, taken } = setUp();
    store.write = () => Promise.reject(AWAY);
    record(attempts(2));
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    await recorder.stop();
    expect(taken).toEqual([]);
    expect(recorder.counts).toEqual({ waiting: 0, lost: 2 });
  });

  it('waits for a store that hangs no longer than it has patience', async () => {
    const { recorder, record, store } = setUp({ batch: 2 });
    store.write = () => new Promise(() => undefined);
    record(attempts(3));
    const stopped = recorder.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    await stopped;
    expect(recorder.counts.lost).toBe(3);
  });

  it('has nothing to do when nothing was recorded', async () => {
    const { recorder } = setUp();
    await recorder.stop();
    expect(recorder.counts).toEqual({ waiting: 0, lost: 0 });
  });
});
