import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fleetPlace } from '../../src/runtime/heartbeats/worker-place.ts';
import { databaseRecorder } from '../../src/runtime/records.ts';
import { project } from '../support/api/api-fixture.ts';
import { memoryActions, raisedSize } from '../support/api/memory-actions.ts';
import { type Call, callsOf } from '../support/api/operations.ts';
import { eventually } from '../support/eventually.ts';
import type { KnownIds } from '../support/schemathesis.ts';
import { type DlqSite, startDlqSite } from './dlq.site.ts';

/** An API with something of everything in it: tasks at rest and parked, dead letters, a tripped breaker, an own action, evidence. */
export interface OperatedSite extends DlqSite {
  /** Every operation of its document, on what is there. */
  readonly calls: readonly Call[];
  /** What is there, by path and parameter. */
  readonly ids: KnownIds;
  /** All that an operation could have changed; what only passes with time is not in it. */
  snapshot(): Promise<Snapshot>;
}

/** What is in an API at one moment. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** A project whose tests are written by an agent of its own, which takes a feature in any words. */
const AGENT_TESTED = project({
  target_url: 'http://localhost:3000',
  agents: { 'e2e-tester-agent': { command: 'write-a-test' } },
});
const TASKS = 8;
const EVIDENCE = 'E2E_VALIDATION-1/report.html';

interface TaskPage {
  readonly tasks: readonly { task_id: string; status: string; priority: number; phase: string }[];
}
interface Pool {
  readonly settings: unknown;
  readonly intake: unknown;
  readonly mode: unknown;
  readonly totals: unknown;
}
interface Letters {
  readonly entries: readonly { id: string; status: string; investigated: boolean; resolution: string | null }[];
}
interface Agents {
  readonly agents: readonly { name: string; breaker: unknown }[];
}

/** Starts one of its own. */
export async function startOperatedSite(): Promise<OperatedSite> {
  const actions = memoryActions();
  actions.kept = [raisedSize({ id: 7 })];
  const site = await startDlqSite({ actions, project: AGENT_TESTED });
  const tasks = await site.start(TASKS);
  const [{ id } = { id: '' }] = tasks;
  await eventually('all tasks are parked', async () => {
    const { body } = await site.ask<Letters>('GET', '/api/dlq');
    return body.entries.length === TASKS ? true : undefined;
  });
  // By itself the size would change while nobody does anything.
  await eventually('the pool keeps its size', async () =>
    (await site.ask('PATCH', '/api/pool', { policy: 'fixed' })).status === 200 ? true : undefined,
  );
  for (const task of tasks) {
    const file = join(site.directory, 'artifacts', task.id, EVIDENCE);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '<h1>Evidence</h1>');
  }
  const records = databaseRecorder(site.database.db, site.log);
  const place = fleetPlace(1, process.pid, Date.now());
  const heartbeat = { ...place, kind: 'worker', event: 'beat', what: 'idle', interval_ms: 5_000 } as const;
  records.record({ of: 'heartbeat', heartbeat });
  await records.stop();
  const { body } = await site.ask<Agents>('GET', '/api/agents');
  const agent = body.agents[0]?.name ?? '';
  await site.ask('POST', `/api/agents/${agent}/breaker`, { action: 'trip', reason: 'for the tests' });
  const calls = await callsOf(site.url, {
    '/api/tasks/{id}': id,
    '/api/dlq/{id}': `${id}-1`,
    '/api/health/remediations/{id}': '7',
    '/api/workers/{id}': place.name,
    path: EVIDENCE,
    name: agent,
  });

  const ids = {
    '/api/tasks/{id}': { 'path.id': tasks.map((task) => task.id), 'path.path': [EVIDENCE] },
    '/api/dlq/{id}': { 'path.id': tasks.map((task) => `${task.id}-1`) },
    '/api/agents/{name}': { 'path.name': body.agents.map(({ name }) => name) },
    '/api/workers/{id}': { 'path.id': [place.name] },
    '/api/health/remediations/{id}': { 'path.id': [7] },
  };

  async function snapshot(): Promise<Snapshot> {
    const read = async <T>(path: string): Promise<T> => (await site.ask<T>('GET', path)).body;
    const [pool, tasks, letters, agents] = await Promise.all([
      read<Pool>('/api/pool'),
      read<TaskPage>('/api/tasks?limit=200'),
      read<Letters>('/api/dlq?status=any&limit=500'),
      read<Agents>('/api/agents'),
    ]);
    return {
      pool: { settings: pool.settings, intake: pool.intake, mode: pool.mode, totals: pool.totals },
      tasks: tasks.tasks.map(({ task_id, status, priority, phase }) => ({ task_id, status, priority, phase })),
      letters: letters.entries.map(({ id, status, investigated, resolution }) => ({
        id,
        status,
        investigated,
        resolution,
      })),
      breakers: agents.agents.map(({ name, breaker }) => ({ name, breaker })),
      remedies: await read('/api/health/remediations'),
    };
  }

  return { ...site, calls, ids, snapshot };
}
