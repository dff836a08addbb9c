import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { closeToOthers } from '../../host/close-to-others.ts';
import { examplesDirectory } from './examples.ts';

const run = promisify(execFile);

/** Makes a git repository of the example shop, with one commit on `main`, and returns that commit. */
export async function makeShopRepository(directory: string): Promise<string> {
  await cp(join(examplesDirectory, 'shop'), directory, { recursive: true });
  // A copy has the modes of what it was copied from.
  await closeToOthers(directory);
  const git = async (...args: readonly string[]): Promise<string> => {
    const settings = [
      '-c',
      'core.hooksPath=/dev/null',
      '-c',
      'user.name=Larch & Linen',
      '-c',
      'user.email=shop@localhost',
    ];
    const { stdout } = await run('git', ['-C', directory, ...settings, ...args]);
    return stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('-c', 'commit.gpgSign=false', 'commit', '--quiet', '--message', 'Open the shop');
  return git('rev-parse', 'HEAD');
}
