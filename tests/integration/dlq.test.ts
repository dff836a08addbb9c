import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  BulkOutcome,
  DeadLetterGroups,
  DeadLetterPageView,
  DeadLetterView,
} from '../../src/contract/dead-letter/dead-letter.ts';
import { DeadLetterReader } from '../../src/api/dlq/dead-letter-reader.ts';
import { createTemporalDeadLetters } from '../../src/temporal/tasks/dead-letter-gateway.ts';
import { createTemporalTasks } from '../../src/temporal/tasks/temporal-tasks.ts';
import { runCli } from '../../src/cli/run.ts';
import type { TaskState, TaskStatus } from '../../src/domain/task.ts';
import { createDeadLetterStore } from '../../src/persistence/dead-letter-store.ts';
import { deadLetters } from '../../src/persistence/schema.ts';
import { recoverDeadLetters } from '../../src/runtime/recover-dead-letters.ts';
import { listParkedTasks } from '../../src/temporal/tasks/list-tasks.ts';
import { QUERY_STATE } from '../../src/workflows/task/contract.ts';
import { KeptLog } from '../support/api/api-fixture.ts';
import { memoryConsole } from '../support/cli/memory-console.ts';
import { eventually } from '../support/eventually.ts';
import { type BrokenTask, type DlqSite, startDlqSite } from './dlq.site.ts';

const LIVING: ReadonlySet<TaskStatus> = new Set(['queued', 'running', 'dead_lettered']);
const RACES = 20;
const MANY = 40;

let site: DlqSite;
beforeAll(async () => {
  site = await startDlqSite();
});
afterAll(() => site.stop());

interface Refusal {
  readonly type: string;
  readonly detail: string;
}

const entryOf = ({ id }: BrokenTask, generation = 1) => `/api/dlq/${id}-${generation}`;

/** Starts tasks, and waits until all are listed as parked. */
async function parked(count: number, project: string): Promise<readonly BrokenTask[]> {
  const tasks = await site.start(count, project);
  await eventually(`${count} tasks of ${project} are parked`, async () => {
    const { body } = await site.ask<DeadLetterPageView>('GET', `/api/dlq?project=${project}&limit=500`);
    return body.entries.length === count ? true : undefined;
  });
  return tasks;
}

async function parkedOne(project: string): Promise<BrokenTask> {
  const [task] = await parked(1, project);
  if (task === undefined) throw new Error('One task was started.');
  return task;
}

/** What `chimera dlq` prints. */
async function typed(...args: readonly string[]): Promise<string> {
  const console = memoryConsole({ env: { CHIMERA_API_URL: site.url } });
  const system = { ensureTools: unused, start: unused, checkAgents: unused, replay: unused };
  expect(await runCli(['dlq', ...args], console, system, '1.2.3')).toBe(0);
  return console.stdout.text;
}
const unused = () => Promise.reject(new Error('no command of the queue needs that'));

/** The status that a task ends with. */
const ended = ({ id, handle }: BrokenTask) =>
  eventually(`${id} ends`, async () => {
    const { status } = await handle.query<TaskState>(QUERY_STATE);
    return LIVING.has(status) ? undefined : status;
  });

describe('a task whose retries are used up', () => {
  it('is listed, noted, requeued, and goes on from the failed phase with what it had finished', async () => {
    const task = await parkedOne('noted');
    const shown = await site.ask<DeadLetterView>('GET', entryOf(task));
    expect(shown.body).toMatchObject({
      status: 'parked',
      phase: 'CODE_IMPLEMENTATION',
      retry_count: 0,
      finished_phases: ['E2E_TEST_GENERATION'],
      error_pattern: 'POST <url> gave <n>',
      stale: false,
    });
    const resolution = 'The coder’s quota was used up.';
    const noted = await site.ask<DeadLetterView>('PATCH', entryOf(task), { investigated: true, resolution });
    expect(noted.body).toMatchObject({ status: 'parked', investigated: true, resolution });
    const done = await site.ask<DeadLetterView>('POST', `${entryOf(task)}/requeue`, { reason: 'there is a new quota' });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ status: 'requeued', investigated: true, reason: 'there is a new quota' });
    expect(await ended(task)).toBe('completed');
    expect(task.play.order().slice(0, 3)).toEqual([
      'E2E_TEST_GENERATION 1',
      'CODE_IMPLEMENTATION 1',
      'CODE_IMPLEMENTATION 1',
    ]);
    const history = await site.ask<DeadLetterView>('GET', entryOf(task));
    expect(history.body).toMatchObject({ status: 'requeued', resolution, requeued_at: done.body.decided_at });
    const again = await site.ask<Refusal>('POST', `${entryOf(task)}/requeue`);
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain(`it was requeued at ${String(done.body.decided_at)} (there is a new quota)`);
  });

  it('ends when it is discarded', async () => {
    const task = await parkedOne('discarded');
    const done = await site.ask<DeadLetterView>('POST', `${entryOf(task)}/discard`, { reason: 'not wanted any more' });
    expect(done.body).toMatchObject({ status: 'discarded', reason: 'not wanted any more' });
    expect(await ended(task)).toBe('discarded');
    expect((await site.ask<Refusal>('POST', `${entryOf(task)}/requeue`)).status).toBe(409);
    expect((await site.ask<Refusal>('PATCH', entryOf(task), { investigated: true })).status).toBe(409);
  });

  it('is known to be gone when its workflow was terminated', async () => {
    const task = await parkedOne('terminated');
    await task.handle.terminate('a test');
    const refused = await site.ask<Refusal>('POST', `${entryOf(task)}/requeue`);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:chimera:problem:dead-letter-decided' } });
    expect(refused.body.detail).toContain('it was cancelled');
  });
});

it(`of two operators at once one wins, in each of ${RACES} races`, async () => {
  const tasks = await parked(RACES, 'raced');
  const races = await Promise.all(
    tasks.map(async (task) => {
      const both = await Promise.all([
        site.ask<DeadLetterView>('POST', `${entryOf(task)}/requeue`, { reason: 'mine' }),
        site.ask<DeadLetterView>('POST', `${entryOf(task)}/discard`, { reason: 'yours' }),
      ]);
      return { task, statuses: both.map(({ status }) => status), won: both.find(({ status }) => status === 200)?.body };
    }),
  );
  for (const { task, statuses, won } of races) {
    expect(statuses.toSorted()).toEqual([200, 409]);
    expect(await ended(task)).toBe(won?.status === 'requeued' ? 'completed' : 'discarded');
    expect((await site.ask<DeadLetterView>('GET', entryOf(task))).body.status).toBe(won?.status);
  }
});

it(`many are counted first, then requeued, and all ${MANY} of them run`, async () => {
  const tasks = await parked(MANY, 'many');
  const [group] = (await site.ask<DeadLetterGroups>('GET', '/api/dlq/groups?project=many')).body.groups;
  expect(group).toMatchObject({ count: MANY, phases: ['CODE_IMPLEMENTATION'], pattern: 'POST <url> gave <n>' });
  const filter = { project: 'many', group: group?.group };
  const counted = await site.ask<BulkOutcome>('POST', '/api/dlq/requeue', { filter, dry_run: true });
  expect(counted.body).toMatchObject({ dry_run: true, count: MANY, refused: [] });
  const done = await site.ask<BulkOutcome>('POST', '/api/dlq/requeue', {
    filter,
    dry_run: false,
    reason: 'all is well',
  });
  expect(done.body).toMatchObject({ dry_run: false, count: MANY, refused: [], remaining: 0 });
  for (const task of tasks) expect(await ended(task)).toBe('completed');
  const again = await site.ask<BulkOutcome>('POST', '/api/dlq/requeue', { filter, dry_run: true });
  expect(again.body).toMatchObject({ count: 0 });
});

it('the command line counts, requeues and shows what the API has', async () => {
  const [first, second] = await parked(2, 'typed');
  if (first === undefined || second === undefined) throw new Error('Two tasks were started.');
  const listed = await typed('list', '--project', 'typed');
  for (const { id } of [first, second]) expect(listed).toContain(`${id}-1`);
  expect(await typed('groups', '--project', 'typed')).toContain('POST <url> gave <n>');
  expect(await typed('requeue', '--project', 'typed')).toContain('2 would be requeued');
  expect(await typed('note', `${first.id}-1`, '--resolution', 'x y')).toContain('x y');
  expect(await typed('requeue', '--project', 'typed', '--yes')).toBe('2 of 2 requeued\n');
  expect(await typed('show', `${first.id}-1`)).toMatch(/status +requeued at [^]*resolution +x y/);
  expect(await ended(second)).toBe('completed');
});

it('a mirror that was lost is written anew from the workflows, and until then entries are read from them', async () => {
  const [noted, other] = await parked(2, 'lost');
  if (noted === undefined || other === undefined) throw new Error('Two tasks were started.');
  await site.ask('PATCH', entryOf(noted), { investigated: true });
  await site.database.db.delete(deadLetters);
  expect((await site.ask<DeadLetterView>('GET', entryOf(noted))).body).toMatchObject({
    investigated: true,
    stale: false,
  });
  await site.database.db.delete(deadLetters);
  const tasks = createTemporalTasks(site.client);
  const gateway = createTemporalDeadLetters(site.client, (id) => tasks.observe(id));
  const mirror = createDeadLetterStore(site.database.db);
  const reader = new DeadLetterReader({ gateway, tasks, mirror, log: new KeptLog() });
  const read = (id: string) => reader.read(id);
  await eventually('both are listed by Temporal', async () => {
    const listed: string[] = [];
    for await (const id of listParkedTasks(site.client)) listed.push(id);
    return [noted, other].every(({ id }) => listed.includes(id)) ? true : undefined;
  });
  // The workflow of the noted one may record it once more by itself.
  const written = await recoverDeadLetters({ parked: listParkedTasks(site.client), gateway, mirror, read });
  expect(written).toBeGreaterThanOrEqual(1);
  const { ids } = await mirror.find({ status: 'parked' }, 9);
  expect(ids.toSorted()).toEqual([noted, other].map(({ id }) => `${id}-1`));
  expect((await mirror.get(`${noted.id}-1`))?.investigated).toBe(true);
});
