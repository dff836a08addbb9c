import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** A connection on which a test writes what it likes. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that was answered so far. */
  text(): string;
  /** Settles with it once the connection is closed. */
  readonly closed: Promise<string>;
}

/** Connects to where a URL leads, and sends the bytes. */
export async function rawConnection(url: string | URL, bytes: string | Uint8Array = ''): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString();
  socket.on('data', (chunk) => chunks.push(chunk));
  // A connection that is cut is one that is closed.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      resolve(text());
    });
  });
  await Promise.race([once(socket, 'connect'), closed]);
  socket.write(bytes);
  return { socket, text, closed };
}

/** Sends a request, line by line as it is given, that asks for the connection to be closed; the whole answer as it came. */
export async function sendLines(url: string | URL, lines: readonly string[], body = ''): Promise<string> {
  const { closed } = await rawConnection(url, `${[...lines, 'Connection: close', '', ''].join('\r\n')}${body}`);
  return closed;
}
