import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it, vi } from 'vitest';
import { createTaskClient } from './task-client.ts';

const GRANT = { kind: 'grant', task_id: 'chimera-1', ask: 2, token: 9 } as const;
const REFUSAL = { kind: 'refuse', task_id: 'chimera-1', ask: 2, retry_after_ms: 5_000 } as const;
const NOT_FOUND = new WorkflowNotFoundError('no such workflow', 'chimera-1', undefined);

/** An error as gRPC's client throws it. */
function grpcError(code: number): Error {
  return Object.assign(new Error(`code ${code}`), { code, details: '', metadata: {} });
}

/** A line to one task that does as it is told here. */
function lineTo(handle: Readonly<Record<string, unknown>>) {
  const deadlines: number[] = [];
  const client = {
    workflow: { getHandle: () => handle },
    withDeadline: <T>(deadline: number, call: () => Promise<T>) => {
      deadlines.push(deadline);
      return call();
    },
  };
  const warn = vi.fn();
  return { line: createTaskClient(client as never, { warn }), warn, deadlines };
}

describe('a task', () => {
  it('is told of a grant and of a refusal, each with the ask that it answers', async () => {
    const signal = vi.fn(() => Promise.resolve());
    const { line } = lineTo({ signal });
    expect([await line.tell(GRANT), await line.tell(REFUSAL)]).toEqual([true, true]);
    expect(signal.mock.calls).toEqual([
      ['leaseGranted', { ask: 2, token: 9 }],
      ['leaseRefused', { ask: 2, retry_after_ms: 5_000 }],
    ]);
  });

  it('that is closed cannot be told anything; any other failure is one', async () => {
    expect(await lineTo({ signal: () => Promise.reject(NOT_FOUND) }).line.tell(GRANT)).toBe(false);
    await expect(lineTo({ signal: () => Promise.reject(new Error('away')) }).line.tell(GRANT)).rejects.toThrow('away');
  });

  it('is open while its workflow runs', async () => {
    const described = (name: string) => lineTo({ describe: () => Promise.resolve({ status: { name } }) }).line;
    expect(await described('RUNNING').isOpen('chimera-1')).toBe(true);
    expect(await described('TERMINATED').isOpen('chimera-1')).toBe(false);
    expect(await lineTo({ describe: () => Promise.reject(NOT_FOUND) }).line.isOpen('chimera-1')).toBe(false);
  });

  it('is asked how it stands, and given 5 s for the answer', async () => {
    const before = Date.now();
    const { line, deadlines } = lineTo({ query: () => Promise.resolve({ pool: 'default' }) });
    expect(await line.leaseStatus('chimera-1')).toEqual({ pool: 'default' });
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + 5_000);
    expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + 5_000);
  });

  it.each([
    ['is too slow', grpcError(4)],
    ['has a workflow task in failed state', new ServiceError('no query', { cause: grpcError(9) })],
    ['knows no such question', new Error('no handler')],
  ])('stands nowhere when it %s, and that is logged', async (_, error) => {
    const { line, warn } = lineTo({ query: () => Promise.reject(error) });
    expect(await line.leaseStatus('chimera-1')).toBeNull();
    expect(warn).toHaveBeenCalledOnce();
  });

  it.each([grpcError(14), new ServiceError('no query', { cause: grpcError(14) })])(
    'is not said to stand nowhere while Temporal is away: %s',
    async (error) => {
      const { line } = lineTo({ query: () => Promise.reject(error) });
      await expect(line.leaseStatus('chimera-1')).rejects.toBe(error);
    },
  );
});
