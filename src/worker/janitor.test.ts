import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkspaceListing } from '../agents/workspace/workspace.ts';
import { type JanitorPorts, startJanitor, sweepHost } from './janitor.ts';

const workspace = (task_id: string, kept_until?: number): WorkspaceListing => ({
  task_id,
  project: 'shop',
  directory: `/${task_id}`,
  ...(kept_until === undefined ? {} : { kept_until }),
});

/** A host with these workspaces, some of whose tasks are open; `done` is what was cleared, in order. */
function host(workspaces: readonly WorkspaceListing[], open: readonly string[] = []) {
  const done: string[] = [];
  const warnings: object[] = [];
  const note = (what: string) => Promise.resolve(void done.push(what));
  const ports: JanitorPorts = {
    workspaces: {
      list: () => Promise.resolve(workspaces),
      remove: (id) => note(`remove ${id}`),
      sweep: async (now) => {
        await note(`sweep at ${now}`);
        return [];
      },
    },
    deployments: { release: (id) => note(`release ${id}`) },
    isOpen: (id) => Promise.resolve(open.includes(id)),
    exclusively: (work) => work(),
    now: () => 42,
    log: { warn: (context) => warnings.push(context) },
  };
  return { ports, done, warnings };
}

describe('a sweep of a host', () => {
  it('leaves open tasks alone', async () => {
    const { ports, done } = host([workspace('open')], ['open']);
    await sweepHost(ports);
    expect(done).toEqual(['sweep at 42']);
  });

  it('ends the deployment and removes the workspace of a task that ended without it', async () => {
    const { ports, done } = host([workspace('ended')]);
    await sweepHost(ports);
    expect(done).toEqual(['release ended', 'remove ended', 'sweep at 42']);
  });

  it('clears the others when one cannot be cleared, and says so', async () => {
    const { ports, done } = host([workspace('stuck'), workspace('ended')]);
    const { release } = ports.deployments;
    const deployments = {
      release: (id: string) => (id === 'stuck' ? Promise.reject(new Error('it is stuck')) : release(id)),
    };
    await expect(sweepHost({ ...ports, deployments })).rejects.toThrow('it is stuck');
    expect(done).toEqual(['remove stuck', 'release ended', 'remove ended', 'sweep at 42']);
  });

  it('leaves a kept workspace until its time is over', async () => {
    const { ports, done } = host([workspace('failed', 99)]);
    await sweepHost(ports);
    expect(done).toEqual(['release failed', 'sweep at 42']);
  });
});

describe('the janitor', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sweeps at once, every ten minutes, and no more once it is ended', async () => {
    const { ports, done } = host([]);
    const end = startJanitor(ports);
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20 * 60_000);
    expect(done).toHaveLength(3);
    end();
    await vi.advanceTimersByTimeAsync(20 * 60_000);
    expect(done).toHaveLength(3);
  });

  it('says when a sweep failed, and sweeps again', async () => {
    const { ports, done, warnings } = host([workspace('ended')]);
    const failure = new Error('Temporal is away');
    const isOpen = vi.fn<JanitorPorts['isOpen']>().mockRejectedValueOnce(failure).mockResolvedValue(false);
    const end = startJanitor({ ...ports, isOpen });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    end();
    expect(warnings).toEqual([{ reason: 'Error: Temporal is away' }]);
    expect(done).toEqual(['release ended', 'remove ended', 'sweep at 42']);
  });
});
