import { fieldsOf, type Git } from './git.ts';
import { declaredPaths } from './submodules.ts';

/** Whether this host has git-lfs. */
async function hasLfs(git: Git): Promise<boolean> {
  return (await git(['lfs', 'version'], { accept: [1] })).exitCode === 0;
}

/** How many attribute files are read, at most: they are there to find files in Git LFS, not to list them. */
const MOST_ATTRIBUTES = 50;

/** How many submodules are named, at most. */
const MOST_NAMED = 5;

/** What of a commit's kind tasks would stumble over on this host, each in a sentence that says what to do. */
export async function lookOver(
  git: Git,
  commit: string,
  { submodules }: { readonly submodules: boolean },
): Promise<readonly string[]> {
  return [...(submodules ? [] : await emptySubmodules(git, commit)), ...(await unfetchedFiles(git, commit))];
}

async function emptySubmodules(git: Git, commit: string): Promise<readonly string[]> {
  const paths = await declaredPaths(git, commit);
  if (paths.length === 0) return [];
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : '';
  return [
    `It has submodules (${paths.slice(0, MOST_NAMED).join(', ')}${more}), whose folders are empty in worktrees: set ` +
      'submodules: true in the project if they are needed.',
  ];
}

async function unfetchedFiles(git: Git, commit: string): Promise<readonly string[]> {
  const names = fieldsOf(await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]));
  const attributes = names.filter((name) => /(?:^|\/)\.gitattributes$/.test(name)).slice(0, MOST_ATTRIBUTES);
  for (const name of attributes) {
    const { stdout } = await git(['cat-file', 'blob', `${commit}:${name}`]);
    if (!/\bfilter=lfs\b/.test(stdout)) continue;
    if (await hasLfs(git)) return [];
    return [
      'It keeps files in Git LFS, and the program git-lfs is not on the PATH of this worker: tasks that check them out are ' +
        'parked. Install it (Debian: `apt-get install git-lfs`).',
    ];
  }
  return [];
}
