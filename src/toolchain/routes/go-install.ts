import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  const { folder, version, source, module, executable, flags, answer, takes } = build;
  const go = await findCommand('go', machine.env['PATH'], goDirectories);
  if (go === undefined) throw new Error('Go is not installed');
  await installFolder(cacheDirectory, folder, async (draft) => {
    report(`building ${version} from source (${takes})`);
    if (module === undefined) {
      const args = ['install', ...flags, source];
      await runProgram(go, args, { timeoutMs: BUILD_TIMEOUT_MS, env: { GOBIN: draft }, cwd: draft });
    } else {
      await buildWithin(go, draft, { ...build, module });
    }
    const said = await runProgram(join(draft, executable), ['--version'], { timeoutMs: 30_000 });
    if (!said.includes(answer)) throw new Error(`the build answers "${said}"`);
    await rm(join(draft, 'pkg'), { recursive: true, force: true });
    return { executable, version, source: 'built with Go', needs: [] };
  });
}

/** Builds a program in a copy of its module: Go heeds the replacements of the module that it works in, and of no other. */
async function buildWithin(
  go: string,
  draft: string,
  { source, module, executable, flags }: GoBuild & Required<Pick<GoBuild, 'module'>>,
): Promise<void> {
  const said = await runProgram(go, ['mod', 'download', '-json', module.name], {
    timeoutMs: BUILD_TIMEOUT_MS,
    cwd: draft,
  });
  // What Go says besides stands around the one object.
  const { Dir: fetched } = JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as {
    readonly Dir: string;
  };
  const copy = await mkdtemp(join(tmpdir(), 'chimera-go-build-'));
  try {
    await cp(fetched, copy, { recursive: true });
    // Modules are kept read-only.
    await runProgram('chmod', ['-R', 'u+w', copy], { timeoutMs: 60_000 });
    const args = ['build', '-trimpath', '-o', join(draft, executable), ...flags, source];
    await runProgram(go, args, { timeoutMs: BUILD_TIMEOUT_MS, env: { CGO_ENABLED: '0' }, cwd: copy });
    for (const folder of module.folders) await cp(join(copy, folder), join(draft, folder), { recursive: true });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
