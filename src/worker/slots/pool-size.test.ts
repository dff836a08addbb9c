import { type WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { poolSizeReader } from './pool-size.ts';

interface Described {
  readonly status: { readonly name: string };
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** A client that knows these workflows and no others. */
function clientOf(workflows: Readonly<Record<string, Described | Error>>): Pick<WorkflowClient, 'getHandle'> {
  const getHandle = (id: string) => ({
    describe: () => {
      const found = workflows[id] ?? new WorkflowNotFoundError('no such workflow', id, undefined);
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
  });
  return { getHandle } as unknown as Pick<WorkflowClient, 'getHandle'>;
}

const running = (pool_size: unknown): Described => ({ status: { name: 'RUNNING' }, memo: { pool_size } });

describe('the size of a pool', () => {
  it('is what its workflow’s memo says', async () => {
    expect(await poolSizeReader(clientOf({ 'chimera-pool:default': running(7) }))()).toBe(7);
  });

  it('is the sum over several pools, as far as they run', async () => {
    const client = clientOf({ 'chimera-pool:fast': running(2), 'chimera-pool:slow': running(3) });
    expect(await poolSizeReader(client, ['fast', 'slow', 'absent'])()).toBe(5);
  });

  it.each([
    ['there is no pool', {}],
    ['it has ended', { 'chimera-pool:default': { ...running(4), status: { name: 'TERMINATED' } } }],
    ['it has just begun', { 'chimera-pool:default': { status: { name: 'RUNNING' } } }],
    ['its memo is no number', { 'chimera-pool:default': running('4') }],
  ])('is not known when %s', async (_, workflows) => {
    expect(await poolSizeReader(clientOf(workflows))()).toBeUndefined();
  });

  it('cannot be told while Temporal is away', async () => {
    const client = clientOf({ 'chimera-pool:default': new Error('connection refused') });
    await expect(poolSizeReader(client)()).rejects.toThrow('connection refused');
  });
});
