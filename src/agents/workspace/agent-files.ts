import { join } from 'node:path';
import { CATEGORIES } from '../guarded/category.ts';
import { guardOf } from '../guarded/guarded-path.ts';
import { fieldsOf } from './git.ts';
import { removeTree } from './remove-tree.ts';
import type { Worktree } from './worktree.ts';

/** Where the task started from, and what the project allows a change to bring along. */
export interface AgentFilesPolicy {
  readonly base: string;
  readonly isAllowed: (path: string) => boolean;
}

/** Whether coding agents or their tools obey what a file says, and the project does not allow a task to bring it. */
export function isObeyed(path: string, isAllowed: AgentFilesPolicy['isAllowed']): boolean {
  const guard = guardOf(path);
  return guard !== undefined && CATEGORIES[guard.category].obeyed && !isAllowed(path);
}

/**
 * Makes the files that coding agents obey what they are in the commit the task started from: those that the task changed
 * are as before, those that it brought are gone, ignored ones too; so are files of their editors, hooks and package managers, as far as git
 * has them. To be called on a worktree as it was settled; the next
 * commit takes it over. Names the paths, relative to the project's root.
 */
export async function putBackAgentFiles(
  { directory, git }: Worktree,
  { base, isAllowed }: AgentFilesPolicy,
): Promise<readonly string[]> {
  const changed = async (filter: string): Promise<string[]> => {
    const options = ['-r', '-z', '--name-only', '--no-renames', `--diff-filter=${filter}`];
    return fieldsOf(await git(['diff-tree', ...options, base, 'HEAD', '--'])).filter((path) =>
      isObeyed(path, isAllowed),
    );
  };
  const brought = await changed('A');
  const others = fieldsOf(await git(['ls-files', '--others', '--directory', '-z'])).map((path) =>
    path.replace(/\/$/, ''),
  );
  // What package managers and hooks keep beside the files of git, a set-up may have made.
  const left = others.filter((path) => isObeyed(path, isAllowed) && guardOf(path)?.category === 'agents');
  const restored = await changed('a');
  for (const path of [...brought, ...left, ...restored]) await removeTree(join(directory, path));
  if (restored.length > 0) {
    await git(['restore', `--source=${base}`, '--worktree', '--pathspec-from-file=-', '--pathspec-file-nul'], {
      input: restored.map((path) => `${path}\0`).join(''),
    });
  }
  return [...brought, ...left, ...restored];
}
