import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { judgeVersion } from '../required-version.ts';
import { runProgram } from '../run-program.ts';
import type { Installation, InstallStep } from '../tool.ts';

const VENV_TIMEOUT_MS = 2 * 60_000;
const PIP_TIMEOUT_MS = 10 * 60_000;
const ANSWER_TIMEOUT_MS = 60_000;
const LAUNCHER_NAME = 'schemathesis';

/** The environment is found from where the script is: its folder is renamed once it is complete. */
const LAUNCHER = '#!/bin/sh\nexec "$(dirname "$0")/bin/python" -m schemathesis.cli "$@"\n';

/** Installs schemathesis from the Python Package Index (90 MB with what it needs) into a virtual environment of its own. */
export async function installWithPip(
  { machine, cacheDirectory, report }: Installation,
  { folder, version }: Extract<InstallStep, { readonly route: 'pypi' }>,
): Promise<void> {
  const python = await findCommand('python3', machine.env['PATH']);
  if (python === undefined) throw new Error('Python 3 is not installed');
  await installFolder(cacheDirectory, folder, async (draft) => {
    report(`installing ${version} from PyPI (about a minute)`);
    await runProgram(python, ['-m', 'venv', draft], { timeoutMs: VENV_TIMEOUT_MS });
    const pip = ['-m', 'pip', 'install', '--no-input', '--quiet', '--disable-pip-version-check'];
    const packages = [`schemathesis==${version}`];
    await runProgram(join(draft, 'bin', 'python'), [...pip, ...packages], { timeoutMs: PIP_TIMEOUT_MS });
    const path = join(draft, LAUNCHER_NAME);
    await writeFile(path, LAUNCHER);
    await chmod(path, 0o755);
    const verdict = judgeVersion(
      'schemathesis',
      await runProgram(path, ['--version'], { timeoutMs: ANSWER_TIMEOUT_MS }),
    );
    if (!verdict.usable) throw new Error(`schemathesis does not start: ${verdict.reason}`);
    return { executable: LAUNCHER_NAME, version: verdict.version, source: 'PyPI', needs: [python] };
  });
}
