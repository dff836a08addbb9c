import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentDependencies } from '../../src/agents/built-in/deployment/dependencies.ts';
import { sandboxOver } from '../support/sandbox.ts';

const SERVER = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
const version = readFileSync(new URL('version.txt', import.meta.url), 'utf8').trim();
const status = Number(process.env.STATUS ?? 200);
createServer((request, response) => {
  response.statusCode = request.url === '/health' ? status : 200;
  response.end(request.url === '/env' ? JSON.stringify(process.env) : version);
}).listen(Number(process.env.PORT), process.env.HOST, () => console.log('listening, version', version));
`;

/** The command that starts the site's server. */
export const START = `${JSON.stringify(process.execPath)} server.mjs`;

/** A repository with a small web server, and a data directory beside it, in a temporary folder. */
export interface Site extends DeploymentDependencies {
  readonly repository: string;
  /** Commits a version, which the server answers with, and returns the commit's name. */
  commit(version: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes a site; its checkouts are real worktrees of its repository. */
export async function makeSite(): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'deployment-'));
  const repository = join(root, 'repository');
  const git = async (...args: string[]): Promise<string> =>
    (await execa('git', ['-C', repository, '-c', 'user.name=Coder', '-c', 'user.email=coder@localhost', ...args]))
      .stdout;
  await execa('git', ['init', '--quiet', '--initial-branch=main', repository]);
  await writeFile(join(repository, 'server.mjs'), SERVER);
  return { repository, remove: () => rm(root, { recursive: true, force: true }), ...(await siteAt(root)), commit };

  async function commit(version: string): Promise<string> {
    await writeFile(join(repository, 'version.txt'), version);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', version);
    return git('rev-parse', 'HEAD');
  }
}

/** What the agent needs for the site in a folder, in whatever process. */
export async function siteAt(root: string): Promise<DeploymentDependencies & { readonly root: string }> {
  return {
    sandbox: await sandboxOver(join(root, 'data')),
    root,
    dataDirectory: join(root, 'data'),
    checkout: async ({ task_id }, commit) => {
      const directory = join(root, 'checkouts', task_id);
      await rm(directory, { recursive: true, force: true });
      await execa('git', ['-C', join(root, 'repository'), 'worktree', 'add', '-ff', '--detach', directory, commit]);
      return directory;
    },
    removeCheckout: (directory) => rm(directory, { recursive: true, force: true }),
  };
}

/** A server of somebody else, which answers everything with 200. */
export async function foreignServer(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((_, response) => response.end('somebody else'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
