import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { runProgram } from '../run-program.ts';
import type { GoBuild, Installation } from '../tool.ts';

const BUILD_TIMEOUT_MS = 25 * 60_000;

/** Where Go's own installer puts it, which is often not on the PATH of a program started from a desktop. */
export const goDirectories = ['/usr/local/go/bin'] as const;

/** Builds a program from its source with Go. */
export async function installWithGo(installation: Installation, build: GoBuild): Promise<void> {
  const { machine, cacheDirectory, report } = installation;
  const { folder, version, source, executable, flags, answer, takes } = build;
  const go = await findCommand('go', machine.env['PATH'], goDirectories);
  if (go === undefined) throw new Error('Go is not installed');
  await installFolder(cacheDirectory, folder, async (draft) => {
    report(`building ${version} from source (${takes})`);
    const args = ['install', ...flags, source];
    await runProgram(go, args, { timeoutMs: BUILD_TIMEOUT_MS, env: { GOBIN: draft }, cwd: draft });
    const said = await runProgram(join(draft, executable), ['--version'], { timeoutMs: 30_000 });
    if (!said.includes(answer)) throw new Error(`the build answers "${said}"`);
    await rm(join(draft, 'pkg'), { recursive: true, force: true });
    return { executable, version, source: 'built with Go', needs: [] };
  });
}
