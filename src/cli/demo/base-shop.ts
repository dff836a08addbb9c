import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';

/** The shop as it is before the change, running. */
export interface BaseShop {
  readonly url: string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 3_000;
const POLL_MS = 50;

/** Ends the shop when its standard input does, so that it never outlives the demo, however that ends. */
const GUARD = 'data:text/javascript,process.stdin.resume().on("end",()=>process.exit(0))';

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(force);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Starts the shop of a checkout on the preferred port, or on a free one where that is taken, and resolves once it answers;
 * the shop ends with this process.
 */
export async function startBaseShop(directory: string, preferredPort?: number): Promise<BaseShop> {
  const host = '127.0.0.1';
  const port = await getPort({ host, ...(preferredPort === undefined ? {} : { port: preferredPort }) });
  const child = spawn(process.execPath, ['--import', GUARD, 'server.mjs'], {
    cwd: directory,
    env: { PATH: process.env['PATH'], PORT: String(port), HOST: host },
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl-C is the demo's to handle: it ends the shop when nothing needs it any more.
    detached: true,
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  await once(child, 'spawn');
  const url = `http://${host}:${port}`;
  const deadline = performance.now() + START_LIMIT_MS;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await end(child);
      throw new Error(`The example shop did not start: ${errors.join('').trim() || 'it gave no reason'}`);
    }
    await delay(POLL_MS);
  }
  return { url, stop: () => end(child) };
}
