import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransientAgentError } from '../../domain/failure.ts';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { OpenOptions, Workspace, Workspaces } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const branch = `chimera/${taskId}`;
const TEST = `${taskId}:E2E_TEST_GENERATION:1`;
const CHANGE = `${taskId}:CODE_IMPLEMENTATION:1`;
const REWORK = `${taskId}:CODE_IMPLEMENTATION:2`;
let origin: ScratchOrigin;
/** Two hosts that share nothing but the origin. */
let here: Workspaces;
let there: Workspaces;

beforeEach(async () => {
  origin = await scratchOrigin();
  here = createWorkspaces({ dataDirectory: join(origin.root, 'here') });
  there = createWorkspaces({ dataDirectory: join(origin.root, 'there') });
});

afterEach(() => origin.remove());

type Begin = Pick<OpenOptions, 'commit' | 'key' | 'anew'>;

const begin = (host: Workspaces, options: Begin) => host.open({ taskId, project: origin.project, ...options });

async function commit(workspace: Workspace, key: string, text: string): Promise<string> {
  await putFile(join(workspace.directory, 'a.txt'), text);
  return (await workspace.commitAll({ message: 'Work', key }))?.commit_sha ?? 'nothing';
}

/** An attempt from its beginning to its push; returns the commit. */
async function work(host: Workspaces, options: Begin & { readonly key: string }, text: string): Promise<string> {
  const workspace = await begin(host, options);
  const made = await commit(workspace, options.key, text);
  await workspace.push();
  return made;
}

const tip = () => origin.inOrigin('rev-parse', branch);

describe('an attempt that was overtaken', () => {
  it('is refused when the later one has pushed, and the branch stays', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const stale = await begin(here, { commit: test, key: CHANGE });
    const made = await work(there, { commit: test, key: CHANGE }, 'the later one');
    await commit(stale, CHANGE, 'the earlier one');
    await expect(stale.push()).rejects.toThrow(TransientAgentError);
    await expect(stale.push()).rejects.toThrow(/another attempt has pushed since/);
    expect(await tip()).toBe(made);
  });

  it('is refused when the task is a round further on', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const stale = await begin(here, { commit: test, key: CHANGE });
    await commit(stale, CHANGE, 'the earlier one');
    const made = await work(there, { commit: test, key: CHANGE }, 'the later one');
    const rework = await work(there, { commit: made, key: REWORK }, 'rework');
    await expect(stale.push()).rejects.toThrow(TransientAgentError);
    expect(await tip()).toBe(rework);
  });

  it('is refused as it begins when the branch is past it already', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const made = await work(there, { commit: test, key: CHANGE }, 'change');
    await work(there, { commit: made, key: REWORK }, 'rework');
    const late = begin(here, { commit: test, key: CHANGE });
    await expect(late).rejects.toThrow(TransientAgentError);
    await expect(late).rejects.toThrow(`made as ${REWORK}`);
  });

  it('is refused when both had seen the same work of a third, and the later one replaced it', async () => {
    await work(here, { key: TEST, anew: true }, 'of one that died');
    const stale = await begin(here, { key: TEST, anew: true });
    const made = await work(there, { key: TEST, anew: true }, 'the later one');
    await commit(stale, TEST, 'the earlier one');
    await expect(stale.push()).rejects.toThrow(TransientAgentError);
    expect(await tip()).toBe(made);
  });

  it('may push what the origin has already', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const stale = await begin(here, { commit: test, key: CHANGE });
    await commit(stale, CHANGE, 'change');
    await stale.push();
    await expect(stale.push()).resolves.toBeUndefined();
  });
});

describe('an honest attempt', () => {
  it('replaces what one before it pushed and could not report', async () => {
    await work(here, { key: TEST, anew: true }, 'of one that died');
    const made = await work(there, { key: TEST, anew: true }, 'of the next');
    expect(await tip()).toBe(made);
  });

  it('picks up what one before it committed under its key on another host', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    await begin(there, { commit: test });
    const made = await work(here, { commit: test, key: CHANGE }, 'of one that died');
    const next = await begin(there, { commit: test, key: CHANGE });
    expect(await next.committed(CHANGE)).toEqual({ commit_sha: made, files_changed: ['a.txt'] });
    await next.push();
    expect(await tip()).toBe(made);
  });

  it('goes on from what a stale one pushed in between when it is tried again', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const stale = await begin(here, { commit: test, key: CHANGE });
    const honest = await begin(there, { commit: test, key: CHANGE });
    const made = await commit(stale, CHANGE, 'the earlier one');
    await stale.push();
    await commit(honest, CHANGE, 'the later one');
    await expect(honest.push()).rejects.toThrow(TransientAgentError);
    const again = await begin(there, { commit: test, key: CHANGE });
    expect(await again.committed(CHANGE)).toMatchObject({ commit_sha: made });
    await again.push();
    expect(await tip()).toBe(made);
  });

  it('adds to what its agent pushed by itself', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const workspace = await begin(here, { commit: test, key: CHANGE });
    await putFile(join(workspace.directory, 'b.txt'), 'b');
    await origin.git(workspace.directory, 'add', '--all');
    await origin.git(workspace.directory, 'commit', '--quiet', '--message', 'The agent’s own');
    await origin.git(workspace.directory, 'push', '--quiet', origin.project.repository, `HEAD:${branch}`);
    const made = await commit(workspace, CHANGE, 'change');
    await workspace.push();
    expect(await tip()).toBe(made);
  });

  it('makes the branch again when somebody removed it meanwhile', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const workspace = await begin(here, { commit: test, key: CHANGE });
    await origin.inOrigin('update-ref', '-d', `refs/heads/${branch}`);
    const made = await commit(workspace, CHANGE, 'change');
    await workspace.push();
    expect(await tip()).toBe(made);
  });

  it('is told why when the origin cannot be asked', async () => {
    const test = await work(here, { key: TEST, anew: true }, 'test');
    const workspace = await begin(here, { commit: test, key: CHANGE });
    await commit(workspace, CHANGE, 'change');
    await rm(origin.project.repository, { recursive: true });
    await expect(workspace.push()).rejects.toThrow(/not appear to be a git repository/);
  });
});
