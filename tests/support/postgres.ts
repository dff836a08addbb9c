import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from './free-port.ts';
import { Client } from 'pg';
import { ensureTools } from '../../src/toolchain/index.ts';

/** A PostgreSQL of a test's own: the URL of its empty database, and a stop that leaves nothing behind. */
export interface PostgresServer {
  readonly url: string;
  /** Ends it at once, as a crash would, and settles when all its processes are gone. */
  kill(): Promise<void>;
  /** Starts it again on its data after it was killed. */
  start(): Promise<void>;
  /** Has tables that are made from now on in another, empty directory. */
  keepTablesIn(directory: string): Promise<void>;
  stop(): Promise<void>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const readyTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const pollMs = 50;

/** Whom the server is to run as; nobody in particular unless we are root, as whom PostgreSQL refuses to run. */
async function unprivilegedOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all(['-u', '-g'].map((flag) => execa('id', [flag, name], { reject: false })));
    const [uid, gid] = ids.map(({ stdout, exitCode }) => (exitCode === 0 ? Number(stdout) : undefined));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody');
}

async function untilAnswering(url: string, server: ChildProcess, lastWords: () => string): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      const ended = server.exitCode !== null || server.signalCode !== null;
      if (ended || performance.now() > deadline) {
        throw new Error(`PostgreSQL ${ended ? 'ended' : 'did not answer'}: ${lastWords()}`, { cause: error });
      }
      await delay(pollMs);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/**
 * Starts a throw-away PostgreSQL on a free port of the loopback, in a directory of its own under the temporary one, with
 * more in its environment where that is given.
 */
export async function startPostgres(env: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const { postgres } = await ensureTools(['postgres']);
  const owner = await unprivilegedOwner();
  const directory = await mkdtemp(join(tmpdir(), 'chimera-postgres-'));
  const surroundings = { cwd: directory, ...owner };
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    if (owner) await chown(directory, owner.uid, owner.gid);
    const data = join(directory, 'data');
    const layout = ['--username', 'chimera', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'];
    await execa(join(postgres.path, 'initdb'), ['--pgdata', data, ...layout], surroundings);

    const port = await freePort();
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${directory}`,
      'fsync=off',
    ];
    let server: ChildProcess;
    let exited: Promise<void>;
    let log = '';
    const url = `postgres://chimera@127.0.0.1:${port}/postgres`;
    const killWithParent = (): void => {
      server.kill('SIGQUIT');
    };
    const start = async (): Promise<void> => {
      const launched = spawn(
        join(postgres.path, 'postgres'),
        ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
        { ...surroundings, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      server = launched;
      process.once('exit', killWithParent);
      launched.stderr.on('data', (chunk: Buffer) => {
        log = (log + chunk.toString()).slice(-2_000);
      });
      // Closed is its standard error once the last of its processes is gone, also of a killed one.
      exited = new Promise<void>((resolve) => {
        launched.once('close', () => {
          process.off('exit', killWithParent);
          resolve();
        });
      });
      await untilAnswering(url, launched, () => log);
    };
    const kill = async (): Promise<void> => {
      server.kill('SIGKILL');
      await exited;
    };
    const stop = async (): Promise<void> => {
      server.kill('SIGINT'); // A fast shutdown: it does not wait for clients to leave.
      const impatience = setTimeout(() => server.kill('SIGQUIT'), stopTimeoutMs);
      await exited;
      clearTimeout(impatience);
      await remove();
    };
    try {
      await start();
    } catch (error) {
      await stop();
      throw error;
    }
    const keepTablesIn = async (place: string): Promise<void> => {
      if (owner) await chown(place, owner.uid, owner.gid);
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(`CREATE TABLESPACE kept LOCATION '${place}'`);
        await client.query(`ALTER DATABASE postgres SET default_tablespace = kept`);
      } finally {
        await client.end();
      }
    };
    return { url, kill, start, keepTablesIn, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
