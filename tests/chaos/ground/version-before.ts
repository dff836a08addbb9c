import { access, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheDirectory } from '../../../src/toolchain/machine.ts';
import { thisMachine } from '../../../src/toolchain/machine.ts';
import { failureReason, runProgram } from '../../../src/toolchain/run-program.ts';
import { ROOT } from '../../support/deployment/compose-file.ts';

const BUILD_LIMIT_MS = 5 * 60_000;
const MADE_OF = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Why an earlier version cannot be built here, undefined when it can. */
export async function obstacleToVersion(commit: string): Promise<string | undefined> {
  const { failed } = await execa('git', ['-C', ROOT, 'cat-file', '-e', `${commit}^{commit}`], { reject: false });
  return failed ? `the history of this checkout does not reach back to ${commit}` : undefined;
}

/**
 * The root of Chimera as it was at a commit, with this checkout's packages; built when that was not done before.
 * @throws {Error} when it does not build.
 */
export async function versionAt(commit: string): Promise<string> {
  const root = join(cacheDirectory(thisMachine()), `chimera-${commit}`);
  const draft = `${root}-draft-${process.pid}`;
  const built = await access(root).then(
    () => true,
    () => false,
  );
  try {
    await mkdir(draft, { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(draft, 'node_modules'));
    if (built) {
      // The checkout whose packages it had may be gone.
      await rename(join(draft, 'node_modules'), join(root, 'node_modules'));
      return root;
    }
    const sources = join(draft, 'sources.tar');
    await execa('git', ['-C', ROOT, 'archive', '--output', sources, commit, '--', ...MADE_OF]);
    await execa('tar', ['-xf', sources, '-C', draft]);
    await runProgram(process.execPath, ['scripts/build.ts'], { cwd: draft, timeoutMs: BUILD_LIMIT_MS });
    // Somebody else may have been faster; their build is as good.
    await rename(draft, root).catch(() => access(root));
    return root;
  } catch (error) {
    throw new Error(`The version at ${commit} does not build: ${failureReason(error)}`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
