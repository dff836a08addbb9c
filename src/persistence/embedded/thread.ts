import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import type { DatabaseResponse, ThreadData, DatabaseRequest } from './messages.ts';

// The thread that has the embedded database open: what it computes holds up nobody else.
const port = parentPort;
if (port === null) throw new Error('This is the entry of a thread.');
const { directory } = workerData as ThreadData;

/** Drizzle reads these itself. Of the types by number: arrays of numeric, timestamp, timestamptz, interval, date. */
const UNREAD = [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, 1231, 1115, 1185, 1187, 1182];
const parsers = Object.fromEntries(UNREAD.map((type) => [type, (value: string) => value]));

const say = (message: DatabaseResponse): void => {
  port.postMessage(message);
};

const database = await PGlite.create({ parsers, ...(directory === undefined ? {} : { dataDir: directory }) });

async function answerTo(message: Extract<DatabaseRequest, { readonly kind: 'query' }>): Promise<DatabaseResponse> {
  const { id, text, values, rowMode } = message;
  try {
    const { rows, affectedRows } = await database.query(text, [...values], { rowMode });
    return { kind: 'answer', id, answer: { rows, affectedRows } };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return { kind: 'refusal', id, error, code };
  }
}

port.on('message', (message: DatabaseRequest) => {
  if (message.kind === 'query') void answerTo(message).then(say);
  else
    void database.close().finally(() => {
      port.close();
    });
});
say({ kind: 'open' });
