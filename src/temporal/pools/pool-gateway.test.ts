import {
  type Client,
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  type WorkflowClient,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { newPool } from '../../domain/pool/state.ts';
import { TemporalUnavailableError } from '../call.ts';
import { createTemporalPools, PoolUnavailableError } from './pool-gateway.ts';

const { WORKFLOW_EXECUTION_STATUS_TERMINATED: TERMINATED } = temporal.api.enums.v1.WorkflowExecutionStatus;
const NOT_REGISTERED = Object.create(QueryNotRegisteredError.prototype) as Error;
const STATE = newPool('default', DEFAULT_POOL_SETTINGS, 0);
const grpc = (code: number) => Object.assign(new Error('grpc'), { code, details: 'x', metadata: {} });
const fail = (error: Error) => () => Promise.reject(error);
const notFound = fail(new WorkflowNotFoundError('no', 'chimera-pool:default', undefined));

interface FakeClient {
  query(name: string): Promise<unknown>;
  executeUpdate(name: string, options: { args: unknown[] }): Promise<unknown>;
  ping(): Promise<unknown>;
}

/** A gateway over a client that answers as told; what is not told must not be asked. */
function gateway(answers: Partial<FakeClient>) {
  const asked: string[] = [];
  const fake: FakeClient = {
    query: fail(new Error('not expected')),
    executeUpdate: fail(new Error('not expected')),
    ping: () => Promise.resolve({}),
    ...answers,
  };
  const getHandle = (id: string) => {
    asked.push(id);
    return fake;
  };
  const client = {
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: { getHandle },
    workflowService: { getSystemInfo: fake.ping },
  };
  const pools = createTemporalPools(client as unknown as Client, { getHandle } as unknown as WorkflowClient);
  return { asked, ...pools };
}

describe('reading a pool', () => {
  it('asks the pool’s workflow for its state', async () => {
    const pools = gateway({ query: (name) => Promise.resolve(name === 'state' ? STATE : undefined) });
    expect(await pools.read('default')).toBe(STATE);
    expect(pools.asked).toEqual(['chimera-pool:default']);
  });

  it('finds none that has not begun, or is closed', async () => {
    expect(await gateway({ query: notFound }).read('default')).toBeUndefined();
    expect(await gateway({ query: fail(new QueryRejectedError(TERMINATED)) }).read('default')).toBeUndefined();
  });

  it.each([
    ['no worker asked for its tasks lately', new ServiceError('no poller', { cause: grpc(9) })],
    ['no worker asked for its tasks lately, in gRPC’s words', grpc(9)],
    ['the worker does not know the question', NOT_REGISTERED],
    ['no worker answers in time', grpc(4)],
  ])('says that the pool is silent when %s', async (_what, error) => {
    await expect(gateway({ query: fail(error) }).read('default')).rejects.toThrow(PoolUnavailableError);
  });

  it('says that Temporal is away when it is', async () => {
    const away = fail(grpc(14));
    await expect(gateway({ query: away, ping: away }).read('default')).rejects.toThrow(TemporalUnavailableError);
  });

  it('fails as other faults do', async () => {
    await expect(gateway({ query: fail(new TypeError('fault')) }).read('default')).rejects.toThrow('fault');
  });
});

describe('a command', () => {
  it('goes to the pool as an Update of its name, and is done when that is', async () => {
    const updates: unknown[] = [];
    const pools = gateway({
      executeUpdate: (name, { args }) => {
        updates.push([name, ...args]);
        return Promise.resolve({ name: 'gpu' });
      },
    });
    expect(await pools.command('gpu', 'drain', { reason: 'x' })).toEqual({ kind: 'done', pool: { name: 'gpu' } });
    await pools.command('gpu', 'configure', { change: { size: 3 } });
    expect(updates).toEqual([
      ['drain', { reason: 'x' }],
      ['configure', { change: { size: 3 } }],
    ]);
    expect(pools.asked[0]).toBe('chimera-pool:gpu');
  });

  it('may be refused by the pool, which says why', async () => {
    const refused = new WorkflowUpdateFailedError(
      'failed',
      ApplicationFailure.nonRetryable('size must be 1', 'Refused'),
    );
    expect(await gateway({ executeUpdate: fail(refused) }).command('default', 'configure', {})).toEqual({
      kind: 'refused',
      reason: 'size must be 1',
    });
    const bare = new WorkflowUpdateFailedError('at its end', undefined);
    expect(await gateway({ executeUpdate: fail(bare) }).command('default', 'pause', {})).toMatchObject({
      reason: 'at its end',
    });
  });

  it('needs a pool that runs and answers', async () => {
    const absent = gateway({ executeUpdate: notFound }).command('default', 'pause', {});
    await expect(absent).rejects.toThrow('The pool "default" does not run');
    await expect(absent).rejects.toThrow(PoolUnavailableError);
    const silent = gateway({ executeUpdate: fail(grpc(4)) }).command('default', 'pause', {});
    await expect(silent).rejects.toThrow(PoolUnavailableError);
  });

  it('is not tried while Temporal is away, nor hides a fault', async () => {
    const away = gateway({ ping: fail(grpc(14)) }).command('default', 'pause', {});
    await expect(away).rejects.toThrow(TemporalUnavailableError);
    const fault = gateway({ executeUpdate: fail(new TypeError('fault')) }).command('default', 'pause', {});
    await expect(fault).rejects.toThrow('fault');
  });
});
