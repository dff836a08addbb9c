import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { placeBelow } from '../path-below.ts';
import { blobId } from './blob-id.ts';
import type { Git } from './git.ts';
import { removeTree } from './remove-tree.ts';

/** The test of a proof: its path, relative to the project, and the name of its content in git. */
export interface ProofTest {
  readonly path: string;
  readonly blob: string;
}

/**
 * Puts the test's content into a checkout as it is in git, to the byte: a checkout by itself converts line ends and the
 * like where the project's attributes say so.
 * @throws {TerminalAgentError} when the way to it leads through a link, or what git gives is not what its name says.
 */
export async function placeTest(git: Git, directory: string, test: ProofTest): Promise<void> {
  const file = await placeBelow(directory, test.path);
  await removeTree(file);
  await git(['cat-file', 'blob', test.blob], { outputFile: file });
  if (!(await holdsTest(directory, test))) {
    throw new TerminalAgentError(`The test ${test.path} in git is not what its name, ${test.blob}, says.`);
  }
}

/** Whether a checkout holds the test with the content that it is named for. */
export async function holdsTest(directory: string, { path, blob }: ProofTest): Promise<boolean> {
  const file = join(directory, path);
  if ((await lstat(file).catch(() => undefined))?.isFile() !== true) return false;
  return blobId(await readFile(file), blob) === blob;
}
