import { createHash } from 'node:crypto';
import type { ActivityPorts } from '../../src/activities/ports.ts';
import type { Workspace } from '../../src/agents/workspace/workspace.ts';

/** Workspaces without git: every commit is there already, and has the length of a real one. */
export function noOpWorkspaces(directory: string): ActivityPorts['workspaces'] {
  return {
    open: ({ taskId }) => Promise.resolve(workspace(directory, taskId)),
    remove: () => Promise.resolve(),
    keep: () => Promise.resolve(),
    dropUnfinished: () => Promise.resolve(),
  };
}

function workspace(directory: string, taskId: string): Workspace {
  const commit = (key: string): string => createHash('sha1').update(`${taskId} ${key}`).digest('hex');
  const changed = [{ path: 'src/checkout.ts' }, { path: 'src/voucher.ts' }] as const;
  return {
    directory,
    branch: `chimera/${taskId}`,
    repository: directory,
    homes: '/homes',
    base_commit: commit('base'),
    setUp: () => Promise.resolve(),
    head: () => Promise.resolve(commit('head')),
    committed: () => Promise.resolve(undefined),
    putBackAgentFiles: () => Promise.resolve([]),
    commitAll: ({ key }) =>
      Promise.resolve({ commit_sha: commit(key), files_changed: changed.map(({ path }) => path) }),
    push: () => Promise.resolve(),
    diff: () => Promise.resolve(''),
    changes: () => Promise.resolve(changed),
    fileAt: () => Promise.resolve(undefined),
    blobAt: () => Promise.resolve(commit('blob')),
    checkoutForProof: () =>
      Promise.resolve({
        directory,
        setUp: () => Promise.resolve(),
        isIntact: () => Promise.resolve(true),
        remove: () => Promise.resolve(),
      }),
    checkoutForChecks: () =>
      Promise.resolve({ directory, setUp: () => Promise.resolve(), remove: () => Promise.resolve() }),
    unfinished: () => ({
      takeUp: () => Promise.resolve([]),
      keep: () => Promise.resolve(),
      drop: () => Promise.resolve(),
    }),
    checkout: () => Promise.resolve({ directory, setUp: () => Promise.resolve(), remove: () => Promise.resolve() }),
  };
}
