import { freePort } from '../../support/free-port.ts';
import { ensureTools } from '../../../src/toolchain/index.ts';
import { startServerProcess } from '../../../src/toolchain/server-process.ts';
import { eventually } from '../../support/eventually.ts';

/** What can be wrong with a network: nothing comes through; all takes 2 s; connections break off; a trickle comes through. */
export const NETWORK_FAULTS = ['cut', 'slow', 'reset', 'trickle'] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** The network between Chimera's processes and what they connect to. */
export interface FaultNetwork {
  /** A way to an address (`host:port`), which is an address itself. */
  way(name: string, to: string): Promise<string>;
  /** Spoils every way, or those whose names end so. */
  spoil(fault: NetworkFault, ending?: string): Promise<void>;
  /** Makes every way good again. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const SLOW_MS = 2_000;
/** KiB a second, and the life of a connection before it is reset in ms. */
const TRICKLE_RATE = 8;
const RESET_AFTER_MS = 500;

const TOXICS: Readonly<Record<NetworkFault, { type: string; attributes: Readonly<Record<string, number>> }>> = {
  cut: { type: 'timeout', attributes: { timeout: 0 } },
  slow: { type: 'latency', attributes: { latency: SLOW_MS / 2 } },
  reset: { type: 'reset_peer', attributes: { timeout: RESET_AFTER_MS } },
  trickle: { type: 'bandwidth', attributes: { rate: TRICKLE_RATE } },
};

const DIRECTIONS = ['upstream', 'downstream'] as const;

/** Starts a network without faults: a Toxiproxy whose ways are made one by one. */
export async function startFaultNetwork(logFile: string): Promise<FaultNetwork> {
  const port = await freePort();
  const { toxiproxy } = await ensureTools(['toxiproxy']);
  const server = await startServerProcess(toxiproxy.path, ['-host', '127.0.0.1', '-port', String(port)], logFile);
  const base = `http://127.0.0.1:${port}`;
  const proxies = new Map<string, { readonly name: string; readonly listen: string; readonly upstream: string }>();

  async function ask(path: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown> {
    const answer = await fetch(new URL(path, base), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Toxiproxy answers ${answer.status} to ${method} ${path}: ${text}`);
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  await eventually('Toxiproxy answers', () => ask('/version', 'GET').catch(() => undefined), 20_000);
  const each = async (work: (name: string) => Promise<void>, ending = ''): Promise<void> => {
    await Promise.all([...proxies.keys()].filter((name) => name.endsWith(ending)).map(work));
  };
  return {
    way: async (name, to) => {
      const { listen } = (await ask('/proxies', 'POST', {
        name,
        listen: '127.0.0.1:0',
        upstream: to,
        enabled: true,
      })) as {
        listen: string;
      };
      proxies.set(name, { name, listen, upstream: to });
      return listen;
    },
    spoil: (fault, ending) =>
      each(async (name) => {
        for (const stream of DIRECTIONS) {
          await ask(`/proxies/${name}/toxics`, 'POST', { name: `${fault}-${stream}`, stream, ...TOXICS[fault] });
        }
      }, ending),
    // Each way is made anew, which closes the connections on it, as a router closes what it no longer knows: bytes may
    // have been dropped from them, and Toxiproxy cannot take a fault off a connection that is blocked by it.
    heal: () =>
      each(async (name) => {
        await ask(`/proxies/${name}`, 'DELETE');
        await ask('/proxies', 'POST', { ...proxies.get(name), enabled: true });
      }),
    stop: () => server.end('SIGTERM'),
  };
}
