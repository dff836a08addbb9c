import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { TemporalUnavailableError, withinLimit } from './call.ts';

const client = { withDeadline: <T>(_deadline: number, call: () => Promise<T>): Promise<T> => call() };
const grpc = (code: number): Error => Object.assign(new Error('grpc'), { code, details: 'x', metadata: {} });

describe('a call within a limit', () => {
  it('gives its answer', async () => {
    expect(await withinLimit(client, () => Promise.resolve(7))).toBe(7);
  });

  it('hands the deadline on to the client', async () => {
    const before = Date.now();
    let deadline = 0;
    const watching = {
      withDeadline: <T>(given: number, call: () => Promise<T>): Promise<T> => {
        deadline = given;
        return call();
      },
    };
    await withinLimit(watching, () => Promise.resolve(), 300);
    expect(deadline - before).toBeGreaterThanOrEqual(300);
    expect(deadline - before).toBeLessThan(1_300);
  });

  it('ends when the limit is over, though the client does not', async () => {
    await expect(withinLimit(client, () => new Promise(() => undefined), 20)).rejects.toThrow('no answer within 20 ms');
  });

  it.each([
    ['UNAVAILABLE', grpc(14)],
    ['DEADLINE_EXCEEDED', grpc(4)],
    ['CANCELLED', grpc(1)],
    ['RESOURCE_EXHAUSTED', grpc(8)],
    ['UNAVAILABLE inside the client’s own error', new ServiceError('no', { cause: grpc(14) })],
    ['an Update that got no answer', new WorkflowUpdateRPCTimeoutOrCancelledError('late')],
    ['an unknown namespace', new NamespaceNotFoundError('shop')],
  ])('says that Temporal is away on %s', async (_what, error) => {
    await expect(withinLimit(client, () => Promise.reject(error))).rejects.toThrow(TemporalUnavailableError);
  });

  it.each([
    ['INVALID_ARGUMENT', grpc(3)],
    ['an unknown workflow', new WorkflowNotFoundError('no', 'w', undefined)],
    ['a client’s error of another cause', new ServiceError('no', { cause: new Error('x') })],
    ['a fault', new TypeError('x')],
  ])('passes %s on as it is', async (_what, error) => {
    await expect(withinLimit(client, () => Promise.reject(error))).rejects.toBe(error);
  });
});
