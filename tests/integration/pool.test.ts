import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PARKING_LIMIT_MS } from '../../src/domain/dead-letter.ts';
import { TransientAgentError } from '../../src/domain/failure.ts';
import type { PoolSettings } from '../../src/domain/pool/settings.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { poolSizeReader } from '../../src/temporal/pools/pool-size.ts';
import { createSubmittedAsks } from '../../src/temporal/pools/submitted-asks.ts';
import { createTemporalTasks } from '../../src/temporal/tasks/temporal-tasks.ts';
import { poolWorkflowId, UPDATE_PAUSE, UPDATE_RESUME } from '../../src/workflows/pool/contract.ts';
import { UPDATE_REQUEUE } from '../../src/workflows/task/contract.ts';
import { failing, first, giving } from '../replay/scripted-work.ts';
import type { WatchedTask } from '../support/watched-tasks.ts';
import { createGate, type Gate } from '../support/gate.ts';
import type { PoolHandle } from '../support/pool-handle.ts';
import { GOOD } from '../support/scripted-phases.ts';
import { taskInput } from '../support/task-input.ts';
import { closed, type PoolSite, startPoolSite, until } from '../support/pool-site.ts';

/** At once, as far as a busy host can tell: well before the pool asks whether its tasks are still there; in ms. */
const SOON_MS = 15_000;

let site: PoolSite;
let pool: PoolHandle;
let gate: Gate;

beforeAll(async () => {
  site = await startPoolSite();
});
afterAll(() => site.stop());
afterEach(() => {
  gate.open();
});

/** Lets a pool of that name begin. */
function begin(name: string, settings: Partial<PoolSettings>): void {
  pool = site.pool(name, settings);
  gate = createGate();
}

const stands = async ({ id }: WatchedTask) => [...(await pool.leases()), ...(await pool.queue())].includes(id);

/** Sends tasks to a pool one after the other, each of the priority given; the gate keeps them at work. */
async function start(
  name: string,
  priorities: readonly number[],
  { scripts }: Gate = gate,
): Promise<readonly WatchedTask[]> {
  const members: WatchedTask[] = [];
  for (const priority of priorities) {
    const member = await site.tasks.start({ pool: name, priority, scripts });
    await until(`${member.id} asks`, () => stands(member).catch(() => false));
    members.push(member);
  }
  return members;
}

/** Tells how long something takes, in ms. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const working = ({ id }: WatchedTask) => until(`${id} works`, () => Promise.resolve(site.tasks.working.has(id)));
const heldNoMore = ({ id }: WatchedTask) =>
  until(
    `${id} has left the pool`,
    async () => !(await pool.leases()).includes(id) && !(await pool.queue()).includes(id),
  );

describe('a task that is terminated', () => {
  it('while it waits is passed over, and what it was granted is taken back at once', async () => {
    begin('terminated-waiting', { size: 1 });
    const [first, second, third] = (await start('terminated-waiting', [5, 5, 5])) as [
      WatchedTask,
      WatchedTask,
      WatchedTask,
    ];
    await site.terminate(second.id);
    gate.open();
    expect(await closed(first)).toBe('COMPLETED');
    expect(await timed(() => closed(third))).toBeLessThan(SOON_MS);
    expect(second.play.calls).toEqual([]);
    expect((await pool.state()).totals).toMatchObject({ completed: 2, lost: 1 });
  });

  it('at work gives its lease back within a minute, and the next has it at once; a slow task keeps its own', async () => {
    const name = 'terminated-working';
    begin(name, { size: 2 });
    const [slow, first, second] = (await start(name, [5, 5, 5])) as [WatchedTask, WatchedTask, WatchedTask];
    await Promise.all([slow, first].map(working));
    await site.terminate(first.id);
    expect(await timed(() => heldNoMore(first))).toBeLessThan(60_000);
    expect(await timed(() => working(second))).toBeLessThan(SOON_MS);
    const { leases, totals } = await pool.state();
    expect(leases.map(({ task_id, token }) => [task_id, token])).toEqual([
      [slow.id, 1],
      [second.id, 3],
    ]);
    expect(totals.lost).toBe(1);
    gate.open();
    expect(await Promise.all([slow, second].map(closed))).toEqual(['COMPLETED', 'COMPLETED']);
  });
});

describe('a task that is requeued', () => {
  it('starts after those of its priority that were never parked, also when the pool was rebuilt', async () => {
    const name = 'requeued';
    begin(name, { size: 1 });
    const input = { retry: { ...STANDARD_RETRY_POLICY, maxRetries: 0 }, parking_limit_ms: PARKING_LIMIT_MS };
    const scripts = {
      E2E_TEST_GENERATION: first(failing(new TransientAgentError('busy')), giving(GOOD.E2E_TEST_GENERATION)),
    };
    const parked = await site.tasks.start({ pool: name, scripts, input });
    const isParked = async () => (await pool.state()).parked.includes(parked.id);
    await until('it is parked', () => isParked().catch(() => false));
    const [busy] = (await start(name, [5])) as [WatchedTask];
    await working(busy);
    await site.client.workflow.getHandle(parked.id).executeUpdate(UPDATE_REQUEUE);
    await until('it asks again', async () => (await pool.queue()).includes(parked.id));
    await site.terminate(poolWorkflowId(name));
    const members = await start(name, [5, 4]);
    expect(await pool.queue()).toEqual([parked, ...members].map(({ id }) => id));
    gate.open();
    expect(new Set(await Promise.all([busy, ...members].map(closed)))).toEqual(new Set(['COMPLETED']));
    const again = site.client.workflow.getHandle(parked.id);
    await until('it is done', async () => (await again.describe()).status.name === 'COMPLETED');
    const tokens = [...members, parked].map(({ play }) => play.calls.at(-1)?.lease_token ?? 0);
    const [fresh, low, requeued] = tokens as [number, number, number];
    expect(fresh).toBeLessThan(requeued);
    expect(requeued).toBeLessThan(low);
  });
});

describe('a pool that is terminated', () => {
  it('is started again by any worker and stands as it stood, with tokens above the old ones', async () => {
    const name = 'rebuilt';
    begin(name, { size: 3 });
    const members = await start(name, [5, 5, 5, 2, 9, 5]);
    const [first, second, third, ...waiting] = members as [WatchedTask, WatchedTask, WatchedTask, ...WatchedTask[]];
    await Promise.all([first, second, third].map(working));
    const before = await pool.state();
    await site.terminate(poolWorkflowId(name));
    const line = site.anotherClient();
    const watch = poolSizeReader(site.client.workflow, [name], (absent) =>
      line.tell(absent, [{ kind: 'configured', settings: site.settingsOf(absent) }]),
    );
    await until('the pool has its size back', async () => (await watch()) === 3);
    const after = await pool.state();
    const leasesOf = ({ leases }: typeof after) => leases.map(({ task_id, ask, token }) => ({ task_id, ask, token }));
    const byToken = <T extends { token: number }>(leases: readonly T[]) =>
      leases.toSorted((left, right) => left.token - right.token);
    expect(byToken(leasesOf(after))).toEqual(byToken(leasesOf(before)));
    const waitersOf = ({ queue }: typeof after) => queue.map(({ task_id, priority }) => ({ task_id, priority }));
    expect(waitersOf(after)).toEqual(waitersOf(before));
    expect(after.next_token).toBeGreaterThanOrEqual(before.next_token);
    site.tasks.forget();
    gate.open();
    expect(new Set(await Promise.all(members.map(closed)))).toEqual(new Set(['COMPLETED']));
    const [low, high, middle] = waiting as [WatchedTask, WatchedTask, WatchedTask];
    expect(members.map(({ play }) => play.calls.length)).toEqual([1, 1, 1, 1, 1, 1]);
    const tokens = [high, middle, low].map(({ play }) => play.calls[0]?.lease_token ?? 0);
    expect(tokens).toEqual([4, 5, 6]);
  });

  it('while its tasks end loses none of them: the first word of any starts it again', async () => {
    const name = 'ended-meanwhile';
    begin(name, { size: 2 });
    const members = await start(name, [5, 5, 5, 5]);
    await Promise.all(members.slice(0, 2).map(working));
    await site.terminate(poolWorkflowId(name));
    gate.open();
    expect(new Set(await Promise.all(members.map(closed)))).toEqual(new Set(['COMPLETED']));
    expect(members.map(({ play }) => play.calls.length)).toEqual([1, 1, 1, 1]);
    await until('nothing is held', async () => (await pool.leases()).length + (await pool.queue()).length === 0);
  });
});

describe('a task that is submitted', () => {
  /** Starts tasks as the API does. */
  const submit = async (name: string, id: string) => {
    const play = site.tasks.stage.play(id, gate.scripts);
    const outcome = await createTemporalTasks(site.client).start({ task_id: id, input: taskInput({ pool: name }) });
    expect(outcome.kind).toBe('started');
    return { id, play, handle: site.client.workflow.getHandle(id) };
  };

  /** Starts a pool, and waits until it knows who works. */
  const ready = async (name: string) => {
    await site.anotherClient().tell(name, []);
    await pool.command(UPDATE_PAUSE);
    await pool.command(UPDATE_RESUME);
  };

  it('begins with a lease where there is room, without asking for one; the next waits for it', async () => {
    const name = 'submitted';
    begin(name, { size: 1 });
    await ready(name);
    const first = await submit(name, 'chimera-5b0000000001');
    expect(await pool.leases()).toEqual([first.id]);
    const second = await submit(name, 'chimera-5b0000000002');
    await until('the second waits', async () => (await pool.queue()).includes(second.id));
    await until('the first works', () => Promise.resolve(first.play.calls.length > 0));
    const { events } = await first.handle.fetchHistory();
    const types = events?.map(
      ({ workflowExecutionSignaledEventAttributes: signal, markerRecordedEventAttributes: marker }) =>
        signal?.signalName ?? marker?.markerName,
    );
    expect(types?.filter((type) => type !== undefined && type !== null)).toEqual([]);
    gate.open();
    expect(await first.handle.result().then(() => 'COMPLETED')).toBe('COMPLETED');
    expect(await second.handle.result().then(() => 'COMPLETED')).toBe('COMPLETED');
    expect([first, second].map(({ play }) => play.calls[0]?.lease_token)).toEqual([1, 2]);
    expect((await pool.state()).totals).toMatchObject({ enqueued: 2, granted: 2, completed: 2, refused: 0 });
  });

  it('and never starts leaves its lease to others', async () => {
    const name = 'never-started';
    begin(name, { size: 1 });
    await ready(name);
    const asked = await createSubmittedAsks(site.client).ask(name, {
      task_id: 'chimera-5b0000000003',
      priority: 5,
      project: 'shop',
    });
    expect(asked).toEqual({ ask: 1, token: 1 });
    const waiting = await submit(name, 'chimera-5b0000000004');
    gate.open();
    await waiting.handle.result();
    expect(waiting.play.calls[0]?.lease_token).toBe(2);
    expect((await pool.state()).totals).toMatchObject({ lost: 1, completed: 1 });
  });
});

describe('starting a pool', () => {
  it('makes one of it, however many start it at once, and loses no word of theirs', async () => {
    const name = 'many-starters';
    begin(name, { size: 1 });
    const starters = Array.from({ length: 40 }, (_, index) =>
      site.anotherClient().tell(name, [
        { kind: 'pressure', worker_id: `worker-${index}`, memory_pct: 76, cpu_pct: 1, at: Date.now() },
        { kind: 'configured', settings: site.settingsOf(name) },
      ]),
    );
    await Promise.all(starters);
    await until('every report has come', async () => (await pool.state()).pressure.length === 40);
    const runs: string[] = [];
    const query = `WorkflowId = '${poolWorkflowId(name)}'`;
    await until('the server lists it', async () => {
      runs.splice(0);
      for await (const { runId } of site.client.workflow.list({ query })) runs.push(runId);
      return runs.length > 0;
    });
    expect(runs).toHaveLength(1);
    expect((await pool.handle.describe()).status.name).toBe('RUNNING');
  });
});
