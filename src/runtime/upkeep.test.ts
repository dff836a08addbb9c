import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Queries } from '../persistence/database.ts';
import { LOOK_INTERVAL_MS, startUpkeep } from './upkeep.ts';

const MINUTE = 60_000;

let leads: boolean | undefined;
let away: boolean;
let lines: string[];
/** When old records were last put together and removed, and heartbeats; how often each. */
let kept: number[];
let heartbeats: number[];
let clockSetBackMs: number;
let statement: () => Promise<{ rows: unknown[] }>;
let end: () => Promise<void>;
let begun: number;

const line =
  (level: string) =>
  (context: object, message: string): void => {
    lines.push(`${level} ${message}${'reason' in context ? `: ${String(context.reason)}` : ''}`);
  };

/** Knows by its words which statement is the last one of a duty. */
function wordsOf(query: unknown): string {
  return JSON.stringify(query, (key, value: unknown) => (key === 'table' ? undefined : value));
}

beforeEach(() => {
  vi.useFakeTimers();
  begun = Date.now();
  [leads, away, lines, kept, heartbeats, clockSetBackMs] = [true, false, [], [], [], 0];
  statement = () => Promise.resolve({ rows: [] });
  const db = {
    execute: (query: unknown) => {
      if (away) return Promise.reject(new Error('the database is away'));
      const words = wordsOf(query);
      if (words.includes('heartbeat_subjects') && words.includes("kind = 'worker'"))
        heartbeats.push(Date.now() - begun);
      if (words.includes('phase_aggregates') && words.includes('"day"')) kept.push(Date.now() - begun);
      return statement();
    },
  } as unknown as Queries;
  end = startUpkeep({
    config: { pools: {}, records: { keep_days: 30 } },
    pools: { read: () => Promise.resolve(undefined) },
    db,
    records: { record: () => undefined },
    leadership: {
      leads: () => (leads === undefined ? Promise.reject(new Error('the database is away')) : Promise.resolve(leads)),
    },
    log: { debug: () => undefined, info: line('info'), warn: line('warn') },
    now: () => Date.now() - clockSetBackMs,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await end();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('sees to old records at once and every ten minutes, and to old heartbeats every minute', async () => {
  await pass(20 * MINUTE);
  expect(kept).toEqual([0, 10 * MINUTE, 20 * MINUTE]);
  expect(heartbeats).toHaveLength(21);
  expect(lines).toEqual([]);
});

it('leaves all of that to the process that leads, and begins as soon as it leads itself', async () => {
  leads = false;
  await pass(MINUTE);
  // It began before this test said that somebody else leads.
  expect(kept).toEqual([0]);
  await pass(60 * MINUTE);
  expect(kept).toEqual([0]);
  leads = true;
  await pass(LOOK_INTERVAL_MS);
  expect(kept).toHaveLength(2);
});

it('tries again what failed, soon and until it is done, and says once that it failed and once that it is done', async () => {
  await pass(0);
  away = true;
  await pass(30 * MINUTE);
  expect(lines).toEqual([
    'warn old heartbeats could not be seen to; tried again: the database is away',
    'warn old records could not be seen to; tried again: the database is away',
  ]);
  away = false;
  await pass(LOOK_INTERVAL_MS);
  expect(kept).toEqual([0, 30 * MINUTE + LOOK_INTERVAL_MS]);
  expect(lines.slice(2)).toEqual(['info old heartbeats are seen to again', 'info old records are seen to again']);
});

it('does nothing while it is not known who leads', async () => {
  leads = undefined;
  await pass(30 * MINUTE);
  expect(kept).toEqual([0]);
  expect(new Set(lines)).toEqual(
    new Set(['warn it is not known who sees to old records; asked again: the database is away']),
  );
});

it('does not wait for a time that comes again, when the clock is set back', async () => {
  await pass(0);
  clockSetBackMs = 24 * 60 * MINUTE;
  await pass(LOOK_INTERVAL_MS);
  expect(kept).toEqual([0, LOOK_INTERVAL_MS]);
});

it('stops between two small statements, and calls that no failure', async () => {
  await pass(0);
  const full = { rows: Array.from({ length: 1_000 }, () => ({})) };
  let statements = 0;
  statement = () => {
    statements += 1;
    return new Promise((resolve) => setTimeout(resolve, 10, full));
  };
  await pass(MINUTE + 1_000);
  const before = statements;
  expect(before).toBeGreaterThan(10);
  const ending = end();
  await pass(20);
  await ending;
  expect(statements).toBe(before);
  expect(lines).toEqual([]);
});
