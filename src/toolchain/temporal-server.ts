import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import getPort from 'get-port';
import { takeDatabase, type TakenDatabase } from './database-owner.ts';
import { ensureTools } from './ensure-tools.ts';
import { logSize, logTail } from './log-tail.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { temporalServerArguments, type TemporalServerOptions } from './temporal-server-arguments.ts';
import { untilReady } from './temporal-readiness.ts';

/** A running Temporal dev server: its gRPC address as host:port, and the URL of its Web UI unless it is headless. */
export interface TemporalServer {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Asks the server to end, and makes it end when it has not after 10 s; harmless when it has ended already. */
  stop(): Promise<void>;
  /** Ends the server at once, as a crash would. */
  kill(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 3;
const HOST = '127.0.0.1';

async function choosePort(wanted: number | undefined, exclude: readonly number[], at = HOST): Promise<number> {
  if (wanted === undefined) return getPort({ host: at, exclude });
  if (await isFree(wanted, at)) return wanted;
  throw new Error(`The Temporal server cannot start: port ${wanted} is in use by another program`);
}

/** Whether a port can be listened on now; get-port remembers for a while which ports it gave away, even to ourselves. */
async function isFree(port: number, at: string): Promise<boolean> {
  const probe = createServer();
  const listening = new Promise<boolean>((resolve) => {
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: at }, () => {
      resolve(true);
    });
  });
  const free = await listening;
  if (free) await new Promise((resolve) => probe.close(resolve));
  return free;
}

/** Undefined once the server is ready, else what kept it from becoming so. */
async function obstacleToReadiness(
  server: ServerProcess,
  address: string,
  options: TemporalServerOptions,
): Promise<string | undefined> {
  const limitMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
  const gone = new AbortController();
  void server.exited.then(() => {
    gone.abort();
  });
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(limitMs)]);
  const obstacle = await untilReady(address, options, signal).then(
    () => undefined,
    (error: unknown) => `was not ready after ${limitMs / 1_000} s (${String(error)})`,
  );
  const ended = server.ended();
  return ended === undefined ? obstacle : `ended at once with ${ended}`;
}

async function startOnce(
  executable: string,
  options: TemporalServerOptions,
  database: TakenDatabase | undefined,
): Promise<TemporalServer> {
  const { logFile } = options;
  const port = await choosePort(options.port, []);
  const uiHost = options.uiHost ?? HOST;
  const uiPort = options.headless ? 0 : await choosePort(options.uiPort, [port], uiHost);
  const logStart = await logSize(logFile);
  const server = await startServerProcess(executable, temporalServerArguments(options, { port, uiPort }), logFile);
  await database?.servedBy(server.pid);
  const address = `${HOST}:${port}`;
  const obstacle = await obstacleToReadiness(server, address, options);
  if (obstacle !== undefined) {
    await server.end('SIGKILL');
    throw new Error(`The Temporal server ${obstacle}. Its log ends with:\n${await logTail(logFile, logStart)}`);
  }
  const exited = server.exited.then(() => database?.release());
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await server.end(signal);
    await exited;
  };
  return {
    address,
    uiUrl: options.headless ? undefined : `http://${uiHost}:${uiPort}`,
    pid: server.pid,
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/**
 * Starts a Temporal dev server and settles once it takes work. Throws when it does not become ready, with the tail of
 * its log; the process is gone then.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const executable = options.executable ?? (await ensureTools(['temporal'])).temporal.path;
  const dbFile = options.dbFile === undefined ? undefined : resolve(options.dbFile);
  if (dbFile !== undefined) await mkdir(dirname(dbFile), { recursive: true });
  const database = dbFile === undefined ? undefined : await takeDatabase(dbFile);
  const portsAreOurs = options.port === undefined && options.uiPort === undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(executable, { ...options, ...(dbFile === undefined ? {} : { dbFile }) }, database);
    } catch (error) {
      // A port that was free a moment ago may be taken by now; then another one will do.
      const portTaken = error instanceof Error && error.message.includes('address already in use');
      if (portsAreOurs && portTaken && attempt < PORT_ATTEMPTS) continue;
      await database?.release();
      throw error;
    }
  }
}
