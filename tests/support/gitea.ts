import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ensureTools } from '../../src/toolchain/index.ts';
import { startServerProcess } from '../../src/toolchain/server-process.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** Somebody with an account at the forge; `token` may do all that they may. */
export interface GiteaUser {
  readonly name: string;
  readonly token: string;
}

/** A real Gitea with a database of its own, on this host alone. */
export interface Gitea {
  readonly url: string;
  addUser(name: string): Promise<GiteaUser>;
  /** Asks its API as somebody; rejects with the answer unless that is a success. */
  ask<T>(as: GiteaUser, method: string, path: string, body?: unknown): Promise<T>;
  /** Asks Git of a repository there, with the right to write. */
  cloneUrl(as: GiteaUser, repository: string): string;
  stop(): Promise<void>;
}

const PASSWORD = 'a-Password-for-tests-1';

/** Starts one. */
export async function startGitea(): Promise<Gitea> {
  const { gitea } = await ensureTools(['gitea']);
  const home = await mkdtemp(join(tmpdir(), 'chimera-gitea-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(home, 'app.ini');
  await mkdir(join(home, 'data'));
  await writeFile(config, settings(home, dirname(gitea.path), { port, url }));
  const command = (...args: readonly string[]): Promise<{ readonly stdout: string }> =>
    execa(gitea.path, ['--config', config, '--work-path', home, ...args]);
  await command('migrate');
  const server = await startServerProcess(
    gitea.path,
    ['--config', config, '--work-path', home, 'web'],
    join(home, 'log'),
  );
  await eventually('Gitea answers', async () => {
    if (server.ended() !== undefined) throw new Error(`Gitea ended: ${server.ended() ?? ''}`);
    const answer = await fetch(`${url}/api/v1/version`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  return {
    url,
    async addUser(name) {
      const who = ['--username', name, '--email', `${name}@example.test`, '--password', PASSWORD];
      const { stdout } = await command('admin', 'user', 'create', ...who, '--must-change-password=false');
      if (!stdout.includes('successfully created')) throw new Error(stdout);
      const scopes = ['--token-name', 'tests', '--scopes', 'all', '--raw'];
      const token = await command('admin', 'user', 'generate-access-token', '--username', name, ...scopes);
      return { name, token: token.stdout.trim().split('\n').at(-1) ?? '' };
    },
    async ask<T>({ token }: GiteaUser, method: string, path: string, body?: unknown): Promise<T> {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { Authorization: `token ${token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    cloneUrl: ({ name, token }, repository) => `http://${name}:${token}@127.0.0.1:${port}/${repository}.git`,
    async stop() {
      await server.end('SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

function settings(
  home: string,
  program: string,
  { port, url }: { readonly port: number; readonly url: string },
): string {
  return `
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
RUN_MODE = prod
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
DISABLE_SSH = true
OFFLINE_MODE = true
STATIC_ROOT_PATH = ${program}
[database]
DB_TYPE = sqlite3
PATH = ${join(home, 'data/gitea.db')}
[repository]
ROOT = ${join(home, 'repositories')}
[security]
INSTALL_LOCK = true
SECRET_KEY = for-tests-alone
[service]
DISABLE_REGISTRATION = true
[actions]
ENABLED = false
[log]
LEVEL = warn
`;
}
