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
  it('decides on one queue, where only light activities run', async () => {
    const { on } = await created();
    expect(on('chimera')).toMatchObject({ workflowsPath: expect.stringContaining('workflows') as string });
    expect(activitiesOf(on('chimera'))).toEqual([
      'closeTask',
      'closeTaskHere',
      'recordDeadLetter',
      'tellPool',
      'tellTasks',
      'reconcilePool',
    ]);
  });

  it('calls agents on another, in slots that change, and no workflow among them', async () => {
    const { on } = await created();
    expect(on('chimera-agents')).toMatchObject({ shutdownGraceTime: 500 });
    expect(on('chimera-agents')?.tuner).toMatchObject({ activityTaskSlotSupplier: slots.agents.supplier });
    expect(on('chimera-agents')).not.toHaveProperty('workflowsPath');
    expect(activitiesOf(on('chimera-agents'))).toContain('implementFeature');
  });

  it('does on its host’s own queue what is bound to this host', async () => {
    const { on } = await created();
    expect(activitiesOf(on('chimera-host-here'))).toEqual(expect.arrayContaining(['validateOnStaging', 'closeTask']));
  });

  it('does that in slots of its own, which agents do not take', async () => {
    const { on } = await created();
    expect(on('chimera-host-here')?.tuner).toMatchObject({ activityTaskSlotSupplier: slots.host.supplier });
    expect(on('chimera')).not.toHaveProperty('tuner');
  });

  it('has every activity watched, on whichever queue', async () => {
    const { on } = await created();
    for (const queue of ['chimera', 'chimera-agents', 'chimera-host-here']) {
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
