import { fieldsOf, type Git } from './git.ts';
import type { FileStat } from './workspace.ts';

/** The tree of a commit. */
export async function treeOf(git: Git, commit: string): Promise<string> {
  return (await git(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`])).stdout.trim();
}

/** Whether a commit is part of another's history, or is the same. */
export async function isAncestor(git: Git, ancestor: string, commit: string): Promise<boolean> {
  return (await git(['merge-base', '--is-ancestor', ancestor, commit], { accept: [1] })).exitCode === 0;
}

/** The paths that differ between two commits; a renamed file counts with both its names. */
export async function changedPaths(git: Git, from: string, to: string): Promise<string[]> {
  return fieldsOf(await git(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to, '--']));
}

/** The files that differ between two commits, with their counts of lines. */
export async function changedFiles(git: Git, from: string, to: string): Promise<FileStat[]> {
  const entries = fieldsOf(await git(['diff-tree', '-r', '-z', '--numstat', '--no-renames', from, to, '--']));
  return entries.map((entry) => {
    const [added = '', deleted = '', ...path] = entry.split('\t');
    const lines = added === '-' ? {} : { lines_added: Number(added), lines_deleted: Number(deleted) };
    return { path: path.join('\t'), ...lines };
  });
}

/** A unified diff between two commits, made by git alone. */
export async function unifiedDiff(git: Git, from: string, to: string): Promise<string> {
  const options = [
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  return (await git(['diff', ...options, from, to, '--'])).stdout;
}

/** A file's text in a commit; of a symbolic link the path it names. Undefined when there is no such file. */
export async function fileIn(git: Git, commit: string, path: string): Promise<string | undefined> {
  const id = await blobIn(git, commit, path);
  return id === undefined ? undefined : (await git(['cat-file', 'blob', id])).stdout;
}

/** The name of a file's content in a commit. Undefined when there is no such file. */
export async function blobIn(git: Git, commit: string, path: string): Promise<string | undefined> {
  const [entry] = fieldsOf(await git(['ls-tree', '-z', '--full-tree', commit, '--', path]));
  const [, type, id] = entry?.split('\t')[0]?.split(' ') ?? [];
  return type === 'blob' ? id : undefined;
}
