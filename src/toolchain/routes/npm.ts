import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { judgeVersion } from '../required-version.ts';
import { runProgram } from '../run-program.ts';
import type { Installation, InstallStep, ToolName } from '../tool.ts';

const NPM_TIMEOUT_MS = 10 * 60_000;
const ANSWER_TIMEOUT_MS = 60_000;
const LAUNCHER_NAME = 'run';

interface PackageManifest {
  readonly bin: string | Readonly<Record<string, string>>;
  readonly scripts?: { readonly postinstall?: string };
}

/**
 * Installs a program of an npm package into a folder of its own. A script is run by the Node that Chimera runs on, not by
 * whichever is first on the PATH: some of these programs need a newer one than many systems have.
 */
export async function installWithNpm(
  { machine, cacheDirectory, report }: Installation,
  tool: ToolName,
  { folder, name, version, program, size }: Extract<InstallStep, { readonly route: 'npm' }>,
): Promise<void> {
  const npm = await findCommand('npm', machine.env['PATH']);
  if (npm === undefined) throw new Error('npm is not installed');
  await installFolder(cacheDirectory, folder, async (draft) => {
    report(`installing ${version} from npm (${size})`);
    const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
    await runProgram(npm, ['install', '--prefix', draft, ...flags, `${name}@${version}`], {
      timeoutMs: NPM_TIMEOUT_MS,
    });
    const below = join('node_modules', name);
    const { bin, scripts } = JSON.parse(await readFile(join(draft, below, 'package.json'), 'utf8')) as PackageManifest;
    // Its own script puts the program for this system in place; those of packages that it needs are not run.
    if (scripts?.postinstall !== undefined) {
      const line = `cd "$1" && ${scripts.postinstall}`;
      await runProgram('/bin/sh', ['-c', line, 'sh', join(draft, below)], { timeoutMs: NPM_TIMEOUT_MS });
    }
    const file = typeof bin === 'string' ? bin : bin[program];
    if (file === undefined) throw new Error(`${name} ${version} has no program ${program}`);
    const isScript = /\.[cm]?js$/.test(file);
    const path = join(draft, LAUNCHER_NAME);
    await writeFile(
      path,
      `#!/bin/sh\nexec ${isScript ? `'${process.execPath}' ` : ''}"$(dirname "$0")/${join(below, file)}" "$@"\n`,
    );
    await chmod(path, 0o755);
    const verdict = judgeVersion(tool, await runProgram(path, ['--version'], { timeoutMs: ANSWER_TIMEOUT_MS }));
    if (!verdict.usable) throw new Error(`${name} does not start: ${verdict.reason}`);
    return {
      executable: LAUNCHER_NAME,
      version: verdict.version,
      source: 'npm',
      needs: isScript ? [process.execPath] : [],
    };
  });
}
