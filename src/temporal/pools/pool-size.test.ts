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

/** Reads the size of pools, and notes which were started. */
function reading(workflows: Readonly<Record<string, Described | Error>>, pools: readonly string[] = ['default']) {
  const started: string[] = [];
  const start = (pool: string) => Promise.resolve(void started.push(pool));
  return { started, read: poolSizeReader(clientOf(workflows), pools, start) };
}

const running = (pool_size: unknown): Described => ({ status: { name: 'RUNNING' }, memo: { pool_size } });

describe('the size of a pool', () => {
  it('is what its workflow’s memo says', async () => {
    expect(await reading({ 'chimera-pool:default': running(7) }).read()).toBe(7);
  });

  it('is the sum over several pools, as far as they run', async () => {
    const pools = { 'chimera-pool:fast': running(2), 'chimera-pool:slow': running(3) };
    const { read, started } = reading(pools, ['fast', 'slow', 'absent']);
    expect(await read()).toBe(5);
    expect(started).toEqual(['absent']);
  });

  it.each([
    ['was never there', {}],
    ['was terminated', { 'chimera-pool:default': { ...running(4), status: { name: 'TERMINATED' } } }],
  ])('of a pool that %s is not known, and the pool is started', async (_, workflows) => {
    const { read, started } = reading(workflows);
    expect(await read()).toBeUndefined();
    expect(started).toEqual(['default']);
  });

  it.each([
    ['it has just begun', { 'chimera-pool:default': { status: { name: 'RUNNING' } } }],
    ['its memo is no number', { 'chimera-pool:default': running('4') }],
  ])('is not known when %s', async (_, workflows) => {
    const { read, started } = reading(workflows);
    expect(await read()).toBeUndefined();
    expect(started).toEqual([]);
  });

  it('cannot be told while Temporal is away', async () => {
    const { read } = reading({ 'chimera-pool:default': new Error('connection refused') });
    await expect(read()).rejects.toThrow('connection refused');
  });
});
