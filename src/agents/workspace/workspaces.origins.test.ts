import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { Workspaces } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
let origin: ScratchOrigin;
let workspaces: Workspaces;

beforeEach(async () => {
  origin = await scratchOrigin();
  workspaces = createWorkspaces({ dataDirectory: origin.data });
});

afterEach(() => origin.remove());

const open = () => workspaces.open({ taskId, project: origin.project });

describe('an origin of another kind', () => {
  it('whose branch has another name is worked on from where its HEAD is', async () => {
    await origin.inOrigin('branch', '--move', 'main', 'master');
    expect(await (await open()).head()).toBe(await origin.inOrigin('rev-parse', 'master'));
  });

  it('that stands at a branch of a task’s is refused until that is mended', async () => {
    await origin.inOrigin('branch', `chimera/${scratchTaskId(9)}`, 'main');
    await origin.inOrigin('symbolic-ref', 'HEAD', `refs/heads/chimera/${scratchTaskId(9)}`);
    await expect(open()).rejects.toThrow(/a branch that a task writes: check another out there, or set base_branch/);
  });

  it('that has no commit yet says so, and which setting it is about', async () => {
    await origin.inOrigin('update-ref', '-d', 'refs/heads/main');
    await expect(open()).rejects.toThrow(/no HEAD that names a branch.*it has no branch at all. Set base_branch/);
  });

  it('that is a shallow clone is worked on, pushed to, and its history read as far as it goes', async () => {
    await origin.advanceMain('second.txt');
    await origin.advanceMain('third.txt');
    const shallow = join(origin.root, 'shallow');
    await origin.git(origin.root, 'clone', '--quiet', '--depth', '1', `file://${origin.project.repository}`, shallow);
    const project = { ...origin.project, repository: shallow };
    const workspace = await workspaces.open({ taskId, project });
    expect(await origin.git(workspace.directory, 'log', '--format=%s')).toBe('Add third.txt');
    await putFile(join(workspace.directory, 'a.txt'), 'a');
    await origin.git(workspace.directory, 'add', '--all');
    await origin.git(workspace.directory, 'commit', '--quiet', '--message', 'Of the agent’s own');
    const made = await workspace.commitAll({ message: 'Feature', key });
    await workspace.push();
    expect(await origin.git(shallow, 'rev-parse', `chimera/${taskId}`)).toBe(made?.commit_sha);
    await rm(origin.data, { recursive: true });
    const again = await workspaces.open({ taskId, project, commit: made?.commit_sha ?? '' });
    expect(again.base_commit).toBe(workspace.base_commit);
  });
});
