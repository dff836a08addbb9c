import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agents } from '../../src/contract/agent.ts';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import type { Workers, WorkerView } from '../../src/contract/worker.ts';
import { type Ground, prepareGround } from '../chaos/ground/ground.ts';
import { eventually } from '../support/eventually.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

type State = WorkerView['heartbeat']['state'];

async function read<T>(url: string, path: string): Promise<T> {
  const answer = await fetch(new URL(path, url));
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

const workersAt = async (url: string): Promise<readonly WorkerView[]> =>
  (await read<Workers>(url, '/api/workers')).workers;
const workerAt = (url: string, id: string) => read<WorkerView>(url, `/api/workers/${encodeURIComponent(id)}`);

/** All workers once there are so many in a state. */
const untilThere = (url: string, count: number, state: State = 'HEALTHY') =>
  eventually(`${count} workers are ${state}`, async () => {
    const found = (await workersAt(url)).filter(({ heartbeat }) => heartbeat.state === state);
    return found.length === count ? found : undefined;
  });

/** A worker once it is as wanted. */
const until = (url: string, id: string, what: string, wanted: (worker: WorkerView) => boolean) =>
  eventually(`${id} is ${what}`, async () => {
    const worker = await workerAt(url, id);
    return wanted(worker) ? worker : undefined;
  });

/** What a worker's changes say, oldest first. */
const told = ({ heartbeat }: WorkerView) => heartbeat.transitions.toReversed();

describe('a fleet whose heartbeats come each second', () => {
  const INTERVAL_MS = 1_000;
  /** Three intervals, and as much as a check may be late on a host under load. */
  const SEEN_WITHIN_MS = 3 * INTERVAL_MS + 2_500;
  let world: World;
  let chimera: Chimera;

  beforeAll(async () => {
    world = await createWorld({ settings: { heartbeat: { interval_ms: INTERVAL_MS } } });
    chimera = await world.start('--workers', '2', '--max-concurrent', '2');
  });
  afterAll(() => world.close());

  it('is well, and so are the agents that it can call', async () => {
    const workers = await untilThere(chimera.apiUrl, 2);
    expect(workers.map(({ name }) => name.replace(/@.*/, ''))).toEqual(['worker-1', 'worker-2']);
    const agents = await eventually('all agents are well', async () => {
      const all = (await read<Agents>(chimera.apiUrl, '/api/agents')).agents;
      return all.every(({ heartbeat }) => heartbeat.state === 'HEALTHY') ? all : undefined;
    });
    expect(agents.length).toBeGreaterThan(3);
    expect(agents.every(({ heartbeat }) => heartbeat.beats.length > 0 && heartbeat.beats.length <= 100)).toBe(true);
  });

  it('shows what an agent and its worker are at work for', async () => {
    const taskId = taskIdOfKey('beating');
    await world.hold(taskId, 'implement_feature');
    await world.submit(chimera, 'beating');
    const work = `${taskId} CODE_IMPLEMENTATION`;
    await eventually('somebody says what is worked on', async () => {
      const { agents } = await read<Agents>(chimera.apiUrl, '/api/agents');
      const coder = agents.find(({ name }) => name === 'coder-agent@tiny');
      const named = coder?.heartbeat.beats.some(({ what }) => what === work) === true;
      const busy = (await workersAt(chimera.apiUrl)).some(({ heartbeat }) => heartbeat.doing === work);
      return named && busy ? true : undefined;
    });
    await world.letGo(taskId, 'implement_feature');
    expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'completed' });
  });

  it('shows a worker that is killed as FAILED, and its place as HEALTHY when the next one has it', async () => {
    const [victim] = await untilThere(chimera.apiUrl, 2);
    if (victim === undefined) throw new Error('there is no worker');
    const killedAt = Date.now();
    process.kill(victim.pid, 'SIGKILL');
    await until(chimera.apiUrl, victim.name, 'FAILED', ({ heartbeat }) =>
      heartbeat.transitions.some(({ to, at }) => to === 'FAILED' && Date.parse(at) >= killedAt),
    );
    const next = await until(
      chimera.apiUrl,
      victim.name,
      'HEALTHY again',
      ({ id, heartbeat }) => id !== victim.id && heartbeat.state === 'HEALTHY',
    );
    expect(next.pid).not.toBe(victim.pid);
    const failed = told(next).findLast(({ to, process: id }) => to === 'FAILED' && id === victim.id);
    // Its parent saw it die, so nobody had to miss it.
    expect(failed).toMatchObject({ reason: 'its process ended: SIGKILL' });
    expect(Date.parse(failed?.at ?? '') - killedAt).toBeLessThan(SEEN_WITHIN_MS);
    expect(told(next).at(-1)).toMatchObject({ to: 'HEALTHY', process: next.id });
    expect(next.heartbeat.uptime).toBeLessThan(1);
  });

  it('shows a worker that stands still as FAILED, and its recovery when it goes on', async () => {
    const [still] = await untilThere(chimera.apiUrl, 2);
    if (still === undefined) throw new Error('there is no worker');
    const stoppedAt = Date.now();
    process.kill(still.pid, 'SIGSTOP');
    try {
      const failed = await until(chimera.apiUrl, still.id, 'FAILED', ({ heartbeat }) => heartbeat.state === 'FAILED');
      expect(failed.heartbeat.transitions[0]?.reason).toMatch(/^no heartbeat for \d+ ms$/);
      expect(Date.parse(failed.heartbeat.since ?? '') - stoppedAt).toBeLessThan(SEEN_WITHIN_MS);
    } finally {
      process.kill(still.pid, 'SIGCONT');
    }
    const back = await until(chimera.apiUrl, still.id, 'HEALTHY', ({ heartbeat }) => heartbeat.state === 'HEALTHY');
    expect(told(back).slice(-2)).toMatchObject([{ to: 'FAILED' }, { to: 'HEALTHY', reason: 'a heartbeat came' }]);
    expect(chimera.output()).toContain('The worker has recovered');
    const metrics = await (await fetch(new URL('/metrics', chimera.apiUrl))).text();
    expect(metrics).toContain('chimera_heartbeat_state{component="worker",state="HEALTHY"} 2');
    expect(metrics).toMatch(/chimera_heartbeat_transitions_total\{component="worker",to="FAILED"\} [2-9]/);
  });

  it('shows a worker that ended as it was asked to as STOPPED', async () => {
    expect(await chimera.stop()).toBe(0);
    chimera = await world.start('--workers', '1', '--max-concurrent', '1');
    const [stopped] = await untilThere(chimera.apiUrl, 1, 'STOPPED');
    expect(stopped?.name).toMatch(/^worker-2@/);
    await untilThere(chimera.apiUrl, 1);
  });

  it('shows a worker that was killed with Chimera, and has no successor, as STOPPED', async () => {
    await chimera.stop();
    chimera = await world.start('--workers', '2', '--max-concurrent', '2');
    const orphan = (await untilThere(chimera.apiUrl, 2)).find(({ name }) => name.startsWith('worker-2@'));
    await chimera.kill();
    chimera = await world.start('--workers', '1', '--max-concurrent', '1');
    const left = await until(
      chimera.apiUrl,
      orphan?.name ?? '',
      'STOPPED',
      ({ heartbeat }) => heartbeat.state === 'STOPPED',
    );
    expect(left.id).toBe(orphan?.id);
    expect(left.heartbeat.transitions[0]?.reason).toBe('it was gone when Chimera was started again');
  });
});

describe('workers of their own, whose heartbeats come each 5 s', () => {
  /** As much as a check may be late on a host under load. */
  const LATE_MS = 2_500;
  let ground: Ground;

  beforeAll(async () => {
    ground = await prepareGround({ seed: 1, workers: 2 });
  });
  afterAll(() => ground.close(false));

  it('are FAILED within 15 s when they are killed, and STOPPED at once when they drain', async () => {
    const { url } = ground.api;
    const [one, other] = await untilThere(url, 2);
    if (one === undefined || other === undefined) throw new Error('there are no two workers');
    expect(one.heartbeat.interval_ms).toBe(5_000);
    const killedAt = Date.now();
    process.kill(one.pid, 'SIGKILL');
    process.kill(other.pid, 'SIGTERM');
    await until(url, other.name, 'STOPPED', ({ heartbeat }) => heartbeat.state === 'STOPPED');
    const failed = await until(url, one.name, 'FAILED', ({ heartbeat }) => heartbeat.state === 'FAILED');
    const since = Date.parse(failed.heartbeat.since ?? '');
    expect(since - killedAt).toBeLessThan(15_000 + LATE_MS);
    expect(told(failed).map(({ to }) => to)).toEqual(['HEALTHY', 'DEGRADED', 'CRITICAL', 'FAILED']);
    expect(since - Date.parse(failed.heartbeat.last_beat_at ?? '')).toBeGreaterThanOrEqual(15_000);
  });
});
