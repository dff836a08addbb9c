import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { temporalCliVersion, toxiproxyVersion } from '../pinned-versions.ts';
import { runProgram } from '../run-program.ts';
import { cacheFolders } from '../search-order.ts';
import type { Installation } from './installation.ts';

const buildTimeoutMs = 25 * 60_000;
const versionVariable = 'github.com/temporalio/cli/temporalcli.Version';

/** Where Go's own installer puts it, which is often not on the PATH of a program started from a desktop. */
export const goDirectories = ['/usr/local/go/bin'] as const;

/** A program that Go builds from its source. */
interface GoBuild {
  readonly folder: string;
  readonly version: string;
  readonly source: string;
  readonly executable: string;
  readonly flags: readonly string[];
  /** What the program says of itself when it was built well. */
  readonly answer: string;
  /** On two cores. */
  readonly takes: string;
}

/** What Go can build; the Temporal CLI takes 200 MB. */
export const goBuilds = {
  temporal: {
    folder: cacheFolders.temporalBuilt,
    version: temporalCliVersion,
    source: `github.com/temporalio/cli/cmd/temporal@v${temporalCliVersion}`,
    executable: 'temporal',
    flags: ['-ldflags', `-s -w -X ${versionVariable}=${temporalCliVersion}`],
    answer: temporalCliVersion,
    takes: 'about 4 minutes',
  },
  toxiproxy: {
    folder: cacheFolders.toxiproxyBuilt,
    version: toxiproxyVersion,
    source: `github.com/Shopify/toxiproxy/v2/cmd/server@v${toxiproxyVersion}`,
    executable: 'server',
    flags: [],
    // A build without its makefile does not know its number.
    answer: 'toxiproxy-server version',
    takes: 'about a minute',
  },
} as const satisfies Readonly<Record<string, GoBuild>>;

/** Builds a program from its source with Go. */
export async function installWithGo(installation: Installation, build: GoBuild): Promise<void> {
  const { machine, cacheDirectory, report } = installation;
  const { folder, version, source, executable, flags, answer, takes } = build;
  const go = await findCommand('go', machine.env['PATH'], goDirectories);
  if (go === undefined) throw new Error('Go is not installed');
  await installFolder(cacheDirectory, folder, async (draft) => {
    report(`building ${version} from source (${takes})`);
    const args = ['install', ...flags, source];
    await runProgram(go, args, { timeoutMs: buildTimeoutMs, env: { GOBIN: draft }, cwd: draft });
    const said = await runProgram(join(draft, executable), ['--version'], { timeoutMs: 30_000 });
    if (!said.includes(answer)) throw new Error(`the build answers "${said}"`);
    await rm(join(draft, 'pkg'), { recursive: true, force: true });
    return { executable, version, source: 'built with Go', needs: [] };
  });
}
