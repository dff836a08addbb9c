import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldsOf } from './git.ts';
import { replaceFile } from './replace-file.ts';
import type { RunSetUp } from './workspace.ts';
import { SET_UP_FILES, type Worktree } from './worktree.ts';

const DONE = 'chimera-set-up';

/**
 * Runs a project's set-up in a checkout that has not had it. Changes it makes to the project's own files are undone by
 * `settle`, and new files are set aside from commits and cleaning before: they are nobody's work.
 */
export async function setUpOnce(
  worktree: Worktree,
  command: string,
  run: RunSetUp,
  settle: () => Promise<void>,
): Promise<void> {
  const { directory, gitDirectory, git } = worktree;
  const done = join(gitDirectory, DONE);
  if ((await readFile(done, 'utf8').catch(() => undefined)) === command) return;
  await run(command, directory);
  const made = fieldsOf(await git(['ls-files', '--others', '--exclude-standard', '--directory', '-z']));
  // A line break cannot be written in a pattern.
  const patterns = made.filter((path) => !path.includes('\n')).map((path) => `${patternFor(path)}\n`);
  await appendFile(join(gitDirectory, SET_UP_FILES), patterns.join(''));
  await settle();
  await replaceFile(done, command);
}

/** The ignore pattern that matches one path, from the project's root. */
function patternFor(path: string): string {
  return `/${path.replaceAll(/[\\*?[\]]/g, '\\$&').replace(/ $/, '\\ ')}`;
}
