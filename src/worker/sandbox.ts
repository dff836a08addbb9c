import { realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from '../agents/process/run-process.ts';
import { bubblewrap } from '../agents/sandbox/bubblewrap.ts';
import { proofRules, taskRules } from '../agents/sandbox/places.ts';
import { NO_SANDBOX, type Sandbox } from '../agents/sandbox/sandbox.ts';
import { localRepository } from '../agents/workspace/local-repository.ts';
import type { ChimeraConfig } from '../config/chimera-config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Logger } from '../observability/logging.ts';

/** What a process's sandbox is made from. */
export interface SandboxSetup {
  readonly config: Pick<ChimeraConfig, 'sandbox'> & {
    readonly projects: readonly Pick<ChimeraConfig['projects'][number], 'repository'>[];
  };
  readonly dataDirectory: string;
  readonly tools: SandboxTools;
  readonly log: Logger;
}

/** What this host has, by absolute paths. */
export interface SandboxTools {
  /** The program that makes sandboxes; undefined where there is none. */
  readonly bubblewrap: { readonly path: string; readonly version: string } | undefined;
  readonly chromium: string;
  readonly ffmpeg: string | undefined;
  /** Where Chimera's other tools are kept. */
  readonly cache: string;
  readonly configFile: string;
}

/** Chimera's own folder, with its modules. */
const PROGRAM = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The sandbox of this host's tasks.
 * @throws {ConfigError} when it is on and this host has none: then nothing would keep a task from forging its proof.
 */
export async function createSandbox(setup: SandboxSetup): Promise<Sandbox> {
  const { config, dataDirectory, tools, log } = setup;
  if (config.sandbox === 'off') {
    log.warn({}, 'The sandbox is off: programs of tasks may change what the worker may, also what proofs stand on');
    return NO_SANDBOX;
  }
  if (process.platform !== 'linux') throw refused('works on Linux only');
  const { bubblewrap: tool } = tools;
  if (tool === undefined) throw refused('needs the program bubblewrap; `npm run setup` installs it');
  const own = [
    ...[PROGRAM, dirname(process.execPath), dataDirectory, tools.configFile],
    ...[tools.cache, join(homedir(), '.cache', 'ms-playwright')],
    ...(await foldersOf([tools.chromium, tools.ffmpeg, tool.path])),
  ];
  const host = {
    home: homedir(),
    temporaryDirectory: tmpdir(),
    env: process.env,
    own,
    repositories: config.projects.flatMap(({ repository }) => localRepository(repository) ?? []),
  };
  const sandbox = bubblewrap({
    program: tool.path,
    version: tool.version,
    taskRules: taskRules(host),
    proofRules: proofRules(host),
    root: process.getuid?.() === 0,
  });
  await mustWork(sandbox);
  return sandbox;
}

async function foldersOf(programs: readonly (string | undefined)[]): Promise<readonly string[]> {
  const real = programs.map(async (program) => (program === undefined ? [] : [await realpath(program)]));
  return (await Promise.all(real)).flat().map((path) => dirname(path));
}

async function mustWork(sandbox: Sandbox): Promise<void> {
  const confine = sandbox.forTask({ project: { sandbox: { writable: [] } }, writable: [] });
  const { exitCode, tail } = await runProcess({ command: ['true'], cwd: '/', confine });
  if (exitCode === 0) return;
  throw refused(`cannot be made on this host (${tail.trim()}); it takes user namespaces: see docs/security.md`);
}

function refused(why: string): ConfigError {
  const message = `the sandbox, without which a task could forge its proof, ${why}; or write \`sandbox: off\` to do without`;
  return new ConfigError('The configuration', [{ path: 'sandbox', message }]);
}
