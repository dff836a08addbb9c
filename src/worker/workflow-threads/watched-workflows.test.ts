import type { Workflow, WorkflowCreateOptions } from '@temporalio/worker/lib/workflow/interface.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchedWorkflows } from './watched-workflows.ts';

const LIMIT_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const options = (runId: string) =>
  ({ info: { workflowId: `id of ${runId}`, runId, workflowType: 'kind' } }) as WorkflowCreateOptions;

/** Threads that answer nothing until they end, as a thread does in which a workflow loops. */
async function stuckThreads() {
  const threads: { readonly bounded: boolean; readonly runs: string[]; ended: boolean }[] = [];
  const lines: object[] = [];
  const creator = await watchedWorkflows({
    limitMs: LIMIT_MS,
    logger: { error: (message, context) => lines.push({ message, ...context }) },
    start: ({ bounded }) => {
      const end = Promise.withResolvers<never>();
      end.promise.catch(() => undefined);
      const thread = { bounded, runs: [] as string[], ended: false };
      threads.push(thread);
      const workflow: Workflow = {
        activate: () => end.promise,
        getAndResetSinkCalls: () => end.promise,
        dispose: () => Promise.resolve(),
      };
      return Promise.resolve({
        creator: {
          createWorkflow: ({ info }: WorkflowCreateOptions) => {
            thread.runs.push(info.runId);
            return Promise.resolve(workflow);
          },
          destroy: () => (thread.ended ? end.promise : Promise.resolve()),
        },
        used: () => Promise.resolve(performance.now()),
        end: () => {
          thread.ended = true;
          end.reject(new Error('UnexpectedError: the thread is gone'));
          return Promise.resolve();
        },
      });
    },
  });
  return { creator, threads, lines };
}

describe('a workflow that does not let go of its thread', () => {
  it('is named in the log, and its workflow task fails', async () => {
    const { creator, lines, threads } = await stuckThreads();
    const workflow = await creator.createWorkflow(options('loop'));
    const activated = expect(workflow.activate({})).rejects.toThrow('did not let go of its thread within 1000 ms');
    await vi.advanceTimersByTimeAsync(3 * LIMIT_MS);
    await activated;
    expect(threads[0]).toMatchObject({ ended: true });
    expect(lines).toEqual([
      expect.objectContaining({ workflowId: 'id of loop', runId: 'loop', workflowType: 'kind', limit_ms: LIMIT_MS }),
    ]);
    await expect(workflow.getAndResetSinkCalls()).resolves.toEqual([]);
  });

  it('fails the workflow tasks of those beside it, which go on in another thread', async () => {
    const { creator, threads } = await stuckThreads();
    const loop = await creator.createWorkflow(options('loop'));
    const other = await creator.createWorkflow(options('other'));
    void loop.activate({}).catch(() => undefined);
    const activated = expect(other.activate({})).rejects.toThrow('id of loop did not let go');
    await vi.advanceTimersByTimeAsync(3 * LIMIT_MS);
    await activated;
    await creator.createWorkflow(options('other'));
    expect(threads.map(({ bounded, runs }) => ({ bounded, runs }))).toEqual([
      { bounded: false, runs: ['loop', 'other'] },
      { bounded: false, runs: ['other'] },
    ]);
  });

  it('is bounded from then on, so that it holds up nobody again', async () => {
    const { creator, threads } = await stuckThreads();
    const loop = await creator.createWorkflow(options('loop'));
    void loop.activate({}).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(3 * LIMIT_MS);
    await creator.createWorkflow(options('loop'));
    expect(threads.at(-1)).toMatchObject({ bounded: true, runs: ['loop'] });
    await expect(creator.destroy()).resolves.toBeUndefined();
  });
});
