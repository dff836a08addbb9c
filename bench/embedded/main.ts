/**
 * How long the statements on a large embedded database take, and how long each of them holds up the event loop:
 * `npm run bench:embedded -- --help`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { watchEventLoop } from '../../src/observability/event-loop/watch-event-loop.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { createDeadLetterStore } from '../../src/persistence/dead-letter-store.ts';
import { aggregate } from '../../src/persistence/history/aggregate.ts';
import { createHistoryStore } from '../../src/persistence/history/history-store.ts';
import { prune } from '../../src/persistence/history/prune.ts';
import { createProfileStore } from '../../src/persistence/profile/profile-store.ts';
import { createReportStore } from '../../src/persistence/report/report-store.ts';
import { createSpanStore } from '../../src/persistence/spans/span-store.ts';
import { createTaskRunStore } from '../../src/persistence/task-run-store.ts';
import { fillDatabase } from './fill.ts';

const DAY_MS = 86_400_000;
const { rows } = new Command('bench:embedded')
  .option('--rows <n>', 'attempts, calls, profiles; five a task; spans are twice as many', count, 200_000)
  .parse(process.argv)
  .opts<{ readonly rows: number }>();

const directory = await mkdtemp(join(tmpdir(), 'chimera-embedded-'));
const { db, close } = await openDatabase({ directory: join(directory, 'db') });
try {
  say(`Writing ${rows} attempts of ${rows / 5} tasks …`);
  await fillDatabase(db, rows);
  const now = Date.now();
  const [day, month] = [1, 30].map((days) => ({ from: now - days * DAY_MS, to: now })) as [Span, Span];
  const tasks = createTaskRunStore(db);
  const history = createHistoryStore(db, 31, Date.now);
  const reports = createReportStore(db);
  const profiles = createProfileStore(db);
  const letters = createDeadLetterStore(db);
  const { next_cursor: cursor = '' } = await tasks.list({ limit: 200 });
  const statements: Readonly<Record<string, () => Promise<unknown>>> = {
    'list of tasks': () => tasks.list({ limit: 200 }),
    'list of tasks, next page': () => tasks.list({ limit: 200, cursor }),
    'search for what is nowhere': () => tasks.list({ q: 'no such words anywhere' }),
    'tasks by status': () => tasks.countByStatus(),
    'history of a day': () => history.read(day),
    'history of a month by the hour': () => history.read({ ...month, bucket: 'hour' }),
    'profile of a month': () => profiles.measure(month),
    'report of a month: tasks': () => reports.tasks(month),
    'report of a month: phases': () => reports.phases(month),
    'report of a month: usage': () => reports.usage(month),
    'report of a month: failures': () => reports.failures(month),
    'list of dead letters': () => letters.list({ limit: 200 }),
    'groups of dead letters': () => letters.groups({}),
    'spans of a task': () => createSpanStore(db).ofTask('chimera-000000000007'),
    'aggregating all of it': () => aggregate(db, now),
    'aggregating again': () => aggregate(db, now),
    'pruning a third': () => prune(db, 20, now),
  };
  say(`${'statement'.padEnd(34)} ${'took ms'.padStart(9)} ${'longest block ms'.padStart(18)}`);
  for (const [name, run] of Object.entries(statements)) say(await measured(name, run));
} finally {
  await close();
  await rm(directory, { recursive: true, force: true });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How long a statement takes, and for how long of it the event loop used a processor without a pause. */
async function measured(name: string, run: () => Promise<unknown>): Promise<string> {
  const watch = watchEventLoop(() => undefined);
  await delay(50);
  const begun = performance.now();
  await run();
  const took = performance.now() - begun;
  await delay(50);
  watch.stop();
  const { ms, usedMs } = watch.longest();
  return `${name.padEnd(34)} ${took.toFixed(0).padStart(9)} ${Math.min(ms, usedMs).toFixed(0).padStart(18)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}
