import { describe, expect, it } from 'vitest';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import type { AgentCall } from '../agents/agent.ts';
import type { OpenOptions, Workspaces } from '../agents/workspace/workspace.ts';
import { stagingCheckouts } from './staging-checkout.ts';

const { ports } = fakePorts();
const call = { task_id: 'chimera-0123456789ab', project: ports.projectNamed('shop') } as AgentCall;

function checkouts() {
  const opened: OpenOptions[] = [];
  const removed: string[] = [];
  const open: Workspaces['open'] = async (options) => {
    opened.push(options);
    return {
      ...(await ports.workspaces.open(options)),
      checkout: (commit, directory) =>
        Promise.resolve({
          directory: `${directory}@${commit}`,
          setUp: () => Promise.resolve(),
          remove: () => Promise.resolve(void removed.push(directory)),
        }),
    };
  };
  return { opened, removed, ...stagingCheckouts('/data', { open }) };
}

describe('a checkout for staging', () => {
  it('lies apart from the workspace that agents write in', async () => {
    const { checkout, opened } = checkouts();
    const { signal } = new AbortController();
    expect(await checkout(call, 'c2', signal)).toBe('/data/staging/checkouts/chimera-0123456789ab@c2');
    expect(opened).toMatchObject([{ taskId: 'chimera-0123456789ab', commit: 'c2', signal }]);
  });

  it('is removed once', async () => {
    const { checkout, removeCheckout, removed } = checkouts();
    const directory = await checkout(call, 'c2', new AbortController().signal);
    await removeCheckout(directory);
    await removeCheckout(directory);
    expect(removed).toEqual(['/data/staging/checkouts/chimera-0123456789ab']);
  });

  it('of another process is left alone', async () => {
    const { removeCheckout, removed } = checkouts();
    await removeCheckout('/elsewhere');
    expect(removed).toEqual([]);
  });
});
