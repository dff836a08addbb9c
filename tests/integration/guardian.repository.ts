import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setUpCheckout } from '../../src/agents/built-in/deployment/set-up.ts';
import type { GuardianTools } from '../../src/agents/built-in/guardian/guardian-agent.ts';
import { inspectChange } from '../../src/agents/built-in/guardian/inspect-change.ts';
import type { Sandbox } from '../../src/agents/sandbox/sandbox.ts';
import { createWorkspaces } from '../../src/agents/workspace/workspaces.ts';
import { checkCheckouts } from '../../src/worker/agents.ts';

/** Where the generated test lies in these repositories. */
export const TEST_PATH = 'tests/e2e/chimera/cart.spec.ts';

/** A repository with a base commit and one that adds a generated test. */
export interface ReviewedRepository {
  readonly directory: string;
  /** Where checkouts for checks are made. */
  readonly data: string;
  readonly base_commit: string;
  readonly test_commit: string;
  git(...args: string[]): Promise<string>;
  write(path: string, content: string | Buffer): Promise<void>;
  /** Commits all that was changed and returns the commit's name. */
  commit(message: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes such a repository in a temporary folder; the base commit has these files. */
export async function makeReviewedRepository(files: Readonly<Record<string, string>>): Promise<ReviewedRepository> {
  const root = await mkdtemp(join(tmpdir(), 'guardian-'));
  const directory = join(root, 'workspace');
  const data = join(root, 'data');
  await mkdir(directory);
  await mkdir(data);
  const git = async (...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=Coder', '-c', 'user.email=coder@localhost', '-c', 'commit.gpgSign=false'];
    const { stdout } = await execa('git', [...identity, ...args], { cwd: directory });
    return stdout;
  };
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  };
  const commit = async (message: string): Promise<string> => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    // Where Chimera looks for a commit of the task.
    await git('branch', '--force', 'chimera/chimera-0123456789ab');
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', '--initial-branch=main');
  for (const [path, content] of Object.entries(files)) await write(path, content);
  const base = await commit('The shop');
  await write(TEST_PATH, "test('a discount is shown', () => {});\n");
  return {
    directory,
    data,
    base_commit: base,
    test_commit: await commit('A test of the discount'),
    git,
    write,
    commit,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** The guardian's tools as a worker puts them together, over a data directory. */
export function guardianTools(sandbox: Sandbox, dataDirectory: string): GuardianTools {
  return {
    inspectChange,
    sandbox,
    checkout: checkCheckouts(createWorkspaces({ dataDirectory })),
    runSetUp: (setUp, signal) => setUpCheckout(setUp, sandbox, signal),
  };
}
