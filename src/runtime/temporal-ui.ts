import { Agent, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createProxyServer } from 'httpxy';
import type { KnownHost } from '../domain/door/host.ts';
import { createDoor } from '../door/door.ts';
import { API_LIMITS } from '../door/limits.ts';
import { type RefusalLog, saysRefusals } from '../door/refusal-log.ts';

/** What a door to Temporal's Web UI is made of. */
export interface TemporalUiOptions {
  /** Where the Web UI itself listens, also after it was started again. */
  readonly behind: string;
  /** The hosts that are answered besides this computer's own names. */
  readonly hosts: readonly KnownHost[];
  readonly log: RefusalLog;
}

/** The Web UI as people are told of it. */
export interface TemporalUi {
  readonly url: string;
  close(): Promise<void>;
}

const AWAY =
  'Temporal does not answer right now, and is started again if it has ended. Load this page again in a moment.\n';

/**
 * Serves Temporal's Web UI on a free port of this computer. It checks no Host itself, so a page under another name could
 * read all that it shows; and what it changes it changes for whoever has the token that it gives to each.
 */
export async function serveTemporalUi({ behind, hosts, log }: TemporalUiOptions): Promise<TemporalUi> {
  // A connection to a server that was started again since would only fail; a new one costs nothing here.
  const agent = new Agent({ keepAlive: false });
  const proxy = createProxyServer({ target: behind, agent });
  proxy.on('error', (_error, _request, response) => {
    answerAway(response as ServerResponse);
  });
  const gate = { hosts, isPage: () => true, proof: 'x-csrf-token' };
  const door = createDoor({ gate, limits: API_LIMITS, onRefused: saysRefusals(log) }, (request, response) => {
    // What it rejects with was answered by the listener above.
    proxy.web(request, response).catch(() => undefined);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    close: async () => {
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}

function answerAway(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(503, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Retry-After': '2',
    'Cache-Control': 'no-store',
  });
  response.end(AWAY);
}
