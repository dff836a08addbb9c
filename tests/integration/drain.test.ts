import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskView } from '../../src/contract/task/task.ts';
import type { TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { COMMANDS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { type ServiceProcess, untilLogged } from '../support/deployment/service-process.ts';
import { processesOfRun } from '../support/processes.ts';
import { type AgentProgramCall, makeSite, type Site } from './processes.site.ts';
import { type SiteTasks, tasksOf } from './processes.tasks.ts';

let site: Site;
let temporal: TemporalServer | undefined;
let tasks: SiteTasks;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  site = await makeSite(await freePort());
  temporal = await site.startTemporal();
  const port = await freePort();
  tasks = tasksOf(site, `http://127.0.0.1:${port}`);
  await untilLogged(await site.serve('api', COMMANDS.api.serve, { CHIMERA_PORT: String(port) }), 'Started');
});

afterAll(async () => {
  await temporal?.kill();
  await site.remove();
});

/** A worker at work that gives its phases so many seconds when it is asked to end. */
async function serveWorker(name: string, drainSeconds: number): Promise<ServiceProcess> {
  const worker = await site.serve(name, COMMANDS.worker.serve, { CHIMERA_DRAIN_SECONDS: String(drainSeconds) });
  await untilLogged(worker, 'Started');
  return worker;
}

/** What a worker said of its drain. */
function drainOf(worker: ServiceProcess): unknown {
  const lines = worker.output().split('\n').slice(0, -1);
  const said = lines.map((line) => JSON.parse(line) as { message: string; context?: unknown });
  return said.find(({ message }) => message.startsWith('Drained'))?.context;
}

const attemptsOf = ({ phases }: TaskView) => phases.map(({ attempts }) => attempts);

describe('a worker that is asked to end', () => {
  let second: ServiceProcess;
  let next: AgentProgramCall;

  it('lets its phase end, whose result counts, and begins nothing new', async () => {
    const first = await serveWorker('first', 60);
    const { task_id, workspace } = await tasks.hanging('Open the home page. I see "Hello".');
    expect(workspace.startsWith(site.homeOf('first'))).toBe(true);
    second = await serveWorker('second', 1);
    const ending = first.end('SIGTERM');
    await untilLogged(first, 'Draining');

    next = await tasks.hanging('Open the home page. I see "Good bye".');
    expect(first.groupIsAlive()).toBe(true);
    await site.letGo(task_id);
    expect((await ending).end).toBe(0);
    expect(drainOf(first)).toMatchObject({ handed_back: 0 });

    expect(attemptsOf(await tasks.completed(task_id))).toEqual([1, 1, 1, 1, 1]);
    const calls = await tasks.calls(task_id);
    expect(calls.map(({ action }) => action)).toEqual([
      'generate_test',
      'implement_feature',
      'review_change',
      'deploy_to_staging',
      'execute_test',
    ]);
    const later = [...calls.slice(2), ...(await tasks.calls(next.task_id))];
    expect(later.every((call) => call.workspace.startsWith(site.homeOf('second')))).toBe(true);
  });

  it('hands back what takes too long, and another one finishes it', async () => {
    await serveWorker('third', 1);
    const { end, ms } = await second.end('SIGTERM');
    expect(end).toBe(0);
    expect(ms).toBeLessThan(15_000);
    expect(drainOf(second)).toMatchObject({ handed_back: 1 });
    await expect.poll(() => processesOfRun(next.run), { timeout: 10_000 }).toEqual([]);

    expect(attemptsOf(await tasks.completed(next.task_id))).toEqual([1, 2, 1, 1, 1]);
    const calls = await tasks.calls(next.task_id);
    expect(calls.filter(({ action }) => action === 'implement_feature')).toHaveLength(2);
    expect(calls.slice(2).every(({ workspace }) => workspace.startsWith(site.homeOf('third')))).toBe(true);
  });
});
