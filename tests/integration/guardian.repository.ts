import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the generated test lies in these repositories. */
export const TEST_PATH = 'tests/e2e/chimera/cart.spec.ts';

/** A repository with a base commit and one that adds a generated test. */
export interface ReviewedRepository {
  readonly directory: string;
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
  await mkdir(directory);
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
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', '--initial-branch=main');
  for (const [path, content] of Object.entries(files)) await write(path, content);
  const base = await commit('The shop');
  await write(TEST_PATH, "test('a discount is shown', () => {});\n");
  return {
    directory,
    base_commit: base,
    test_commit: await commit('A test of the discount'),
    git,
    write,
    commit,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
