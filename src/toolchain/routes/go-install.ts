import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { temporalCliVersion } from '../pinned-versions.ts';
import { runProgram } from '../run-program.ts';
import { cacheFolders } from '../search-order.ts';
import type { Installation } from './installation.ts';

const buildTimeoutMs = 25 * 60_000;
const versionVariable = 'github.com/temporalio/cli/temporalcli.Version';

/** Where Go's own installer puts it, which is often not on the PATH of a program started from a desktop. */
export const goDirectories = ['/usr/local/go/bin'] as const;

/** Builds the Temporal CLI from its source with Go: some four minutes on two cores, and 200 MB. */
export async function installWithGo({ machine, cacheDirectory, report }: Installation): Promise<void> {
  const go = await findCommand('go', machine.env['PATH'], goDirectories);
  if (go === undefined) throw new Error('Go is not installed');
  await installFolder(cacheDirectory, cacheFolders.temporalBuilt, async (draft) => {
    report(`building ${temporalCliVersion} from source (about 4 minutes)`);
    const args = [
      'install',
      '-ldflags',
      `-s -w -X ${versionVariable}=${temporalCliVersion}`,
      `github.com/temporalio/cli/cmd/temporal@v${temporalCliVersion}`,
    ];
    await runProgram(go, args, { timeoutMs: buildTimeoutMs, env: { GOBIN: draft }, cwd: draft });
    const executable = join(draft, 'temporal');
    const answer = await runProgram(executable, ['--version'], { timeoutMs: 30_000 });
    if (!answer.includes(temporalCliVersion)) throw new Error(`the build answers "${answer}"`);
    await rm(join(draft, 'pkg'), { recursive: true, force: true });
    return { executable: 'temporal', version: temporalCliVersion, source: 'built with Go', needs: [] };
  });
}
