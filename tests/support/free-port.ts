import getPort from 'get-port';

/**
 * Below those that systems give to whoever asks for any port, or calls another one (from 32 768 on Linux, from 49 152 elsewhere):
 * a port of those may be taken between the moment that it was found free and the one that its server listens on it.
 */
const PORTS = { from: 10_000, count: 22_768 };

const TRIES = 100;

/** A port of the loopback that nobody listens on, for a server that is started a little later. */
export function freePort(): Promise<number> {
  const some = Array.from({ length: TRIES }, () => PORTS.from + Math.floor(Math.random() * PORTS.count));
  return getPort({ host: '127.0.0.1', port: some });
}
