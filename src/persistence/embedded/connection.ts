import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, DatabaseResponse, ThreadData, DatabaseRequest } from './messages.ts';

const ENTRY = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/** How a statement is asked; drizzle gives its parsers as well, which the thread has itself. */
export interface HowAsked {
  readonly rowMode?: 'array' | 'object';
}

/** A thread that has the database open. */
export interface Connection {
  /** @throws {DatabaseLostError} when the thread ends before it answers. */
  send(text: string, values?: readonly unknown[], how?: HowAsked): Promise<Answer>;
  /** Whether the thread is there no more. */
  isLost(): boolean;
  close(): Promise<void>;
}

/** The thread of a database ended, or was ended. */
export class DatabaseLostError extends Error {
  override readonly name = 'DatabaseLostError';
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Opens the database on a thread; `entry` is what the thread runs. The process waits for answers, but not for the thread. */
export async function connect(data: ThreadData, entry: URL = ENTRY): Promise<Connection> {
  const worker = new Worker(entry, { workerData: data, name: 'database', execArgv: [] });
  const waiting = new Map<number, Waiting>();
  const ended = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<undefined>();
  let asked = 0;
  let lost: DatabaseLostError | undefined;

  worker.on('message', (message: DatabaseResponse) => {
    if (message.kind === 'open') opened.resolve(undefined);
    else settle(message);
    if (waiting.size === 0) worker.unref();
  });
  const lose = (cause: unknown): void => {
    lost ??= new DatabaseLostError('The embedded database has ended.', { cause });
    opened.reject(cause instanceof Error ? cause : lost);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  };
  worker.on('error', lose);
  worker.on('exit', (code) => {
    lose(code);
    ended.resolve(undefined);
  });

  function settle(message: Exclude<DatabaseResponse, { readonly kind: 'open' }>): void {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') asker?.resolve(message.answer);
    else asker?.reject(refusalOf(message.error, message.code));
  }
  const say = (message: DatabaseRequest): void => {
    worker.ref();
    worker.postMessage(message);
  };

  await opened.promise;
  return {
    send: async (text, values = [], { rowMode = 'object' } = {}) => {
      if (lost !== undefined) throw lost;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const id = (asked += 1);
      waiting.set(id, { resolve, reject });
      say({ kind: 'query', id, text, values, rowMode });
      return promise;
    },
    isLost: () => lost !== undefined,
    close: async () => {
      if (lost !== undefined) return;
      say({ kind: 'close' });
      await ended.promise;
    },
  };
}

function refusalOf(error: unknown, code: string | undefined): unknown {
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error;
}
