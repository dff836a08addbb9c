import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { createWorkerSlots } from './slots/worker-slots.ts';
import { createWorker, type WorkerSetup } from './create-worker.ts';

const slots = createWorkerSlots(3);
const interceptor = () => ({});

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
    slots,
    activityInterceptors: [interceptor],
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
  it('decides and calls agents on one queue, in slots that change', async () => {
    const { on } = await created();
    expect(on('chimera')).toMatchObject({ workflowsPath: expect.stringContaining('workflows') as string });
    expect(on('chimera')).toMatchObject({ shutdownGraceTime: 500 });
    expect(on('chimera')?.tuner).toMatchObject({ activityTaskSlotSupplier: slots.agents.supplier });
    expect(activitiesOf(on('chimera'))).toEqual(expect.arrayContaining(['implementFeature', 'tellPool', 'tellTasks']));
  });

  it('does light activities on another, which agents do not hold up', async () => {
    const { on } = await created();
    expect(on('chimera-light')).not.toHaveProperty('workflowsPath');
    expect(on('chimera-light')).not.toHaveProperty('tuner');
    expect(activitiesOf(on('chimera-light'))).toEqual([
      'closeTask',
      'closeTaskHere',
      'deliverChange',
      'lookAtPullRequest',
      'withdrawPullRequest',
      'endStaging',
      'recordDeadLetter',
      'tellPool',
      'tellTasks',
      'reconcilePool',
    ]);
  });

  it('does on its host’s own queue what is bound to this host', async () => {
    const { on } = await created();
    expect(activitiesOf(on('chimera-host-here'))).toEqual(expect.arrayContaining(['validateOnStaging', 'closeTask']));
  });

  it('does that in slots of its own, which agents do not take', async () => {
    const { on } = await created();
    expect(on('chimera-host-here')?.tuner).toMatchObject({ activityTaskSlotSupplier: slots.host.supplier });
  });

  it('has every activity watched, on whichever queue', async () => {
    const { on } = await created();
    for (const queue of ['chimera', 'chimera-light', 'chimera-host-here']) {
      expect(on(queue)).toMatchObject({ interceptors: { activity: [interceptor] } });
    }
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
