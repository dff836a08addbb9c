import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mirror } from './mirror.ts';
import { removeTree } from './remove-tree.ts';
import type { Replacement } from './workspace.ts';

/**
 * A commit on top of another one in which some paths are replaced; that one itself where none is. Nothing refers to it:
 * it is for a checkout, and git drops it in time.
 */
export async function amendedCommit(
  { directory, git }: Mirror,
  commit: string,
  replacements: readonly Replacement[],
): Promise<string> {
  if (replacements.length === 0) return commit;
  const folder = join(directory, 'incoming', randomUUID());
  await mkdir(folder, { recursive: true });
  const index = join(folder, 'index');
  const blobOf = async (text: string): Promise<string> =>
    (await git(['hash-object', '-w', '--stdin'], { input: text })).stdout.trim();
  try {
    await git(['read-tree', commit], { index });
    const gone: string[] = [];
    const there: string[] = [];
    for (const { path, content } of replacements) {
      if (content === undefined) gone.push(`0 ${'0'.repeat(commit.length)}\t${path}\0`);
      else {
        const blob = 'blob' in content ? content.blob : await blobOf(content.text);
        there.push(`${content.mode} ${blob}\t${path}\0`);
      }
    }
    // In this order, since a file may come in the place of a folder, or the other way round.
    await git(['update-index', '-z', '--index-info'], { index, input: [...gone, ...there].join('') });
    const tree = (await git(['write-tree'], { index })).stdout.trim();
    const message = 'For checks: paths as they were in the base commit\n';
    return (await git(['commit-tree', tree, '-p', commit, '-F', '-'], { input: message })).stdout.trim();
  } finally {
    await removeTree(folder);
  }
}
