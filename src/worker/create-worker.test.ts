import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { createWorker, type WorkerSetup } from './create-worker.ts';

/** Creates Chimera's worker over workers that run until they are shut down; their options, as Temporal would get them. */
async function created(changes: Partial<WorkerSetup> = {}) {
  const options: WorkerOptions[] = [];
  vi.spyOn(Worker, 'create').mockImplementation((given) => {
    options.push(given);
    let end: () => void = () => undefined;
    const fake: Pick<Worker, 'run' | 'getState' | 'shutdown'> = {
      run: () => new Promise<void>((resolve) => (end = resolve)),
      getState: () => 'RUNNING',
      shutdown: () => {
        end();
      },
    };
    return Promise.resolve(fake as Worker);
  });
  const worker = await createWorker({
    connection: Object.create(NativeConnection.prototype) as NativeConnection,
    namespace: 'chimera',
    ports: fakePorts().ports,
    maxConcurrentAgents: 3,
    shutdownGraceMs: 500,
    ...changes,
  });
  return { worker, on: (queue: string) => options.find(({ taskQueue }) => taskQueue === queue) };
}

const activitiesOf = (options: WorkerOptions | undefined) => Object.keys(options?.activities ?? {});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a worker', () => {
  it('decides on one queue, where only light activities run', async () => {
    const { on } = await created();
    expect(on('chimera')).toMatchObject({ workflowsPath: expect.stringContaining('workflows') as string });
    expect(activitiesOf(on('chimera'))).toEqual(['closeTask']);
  });

  it('calls agents on another, so many at once and no workflow among them', async () => {
    const { on } = await created();
    expect(on('chimera-agents')).toMatchObject({ maxConcurrentActivityTaskExecutions: 3, shutdownGraceTime: 500 });
    expect(on('chimera-agents')).not.toHaveProperty('workflowsPath');
    expect(activitiesOf(on('chimera-agents'))).toContain('implementFeature');
  });

  it('does on its host’s own queue what is bound to this host', async () => {
    const { on } = await created();
    expect(activitiesOf(on('chimera-host-here'))).toEqual(expect.arrayContaining(['validateOnStaging', 'closeTask']));
  });

  it('takes workflows that were bundled ahead', async () => {
    const { on } = await created({ workflowBundle: { codePath: '/bundle.js' } });
    expect(on('chimera')).toMatchObject({ workflowBundle: { codePath: '/bundle.js' } });
    expect(on('chimera')).not.toHaveProperty('workflowsPath');
  });

  it('runs until it is shut down', async () => {
    const { worker } = await created();
    const running = worker.run();
    worker.shutdown();
    await expect(running).resolves.toBeUndefined();
  });
});
