import { connect, type Connection, DatabaseLostError, type HowAsked } from './connection.ts';
import type { Answer, ThreadData } from './messages.ts';

/** Where statements go: the database, or a transaction of it. */
export interface Statements {
  query(text: string, values?: readonly unknown[], how?: HowAsked): Promise<Answer>;
}

/** An embedded database on a thread of its own: as much of PGlite as drizzle asks for. */
export interface EmbeddedClient extends Statements {
  /** Statements outside of it wait until it is over. */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens an embedded database on a thread, because a statement on it is computed by whoever asks: on the event loop of the process
 * aggregating a month of records would hold up everything else for seconds. A thread that ends by itself takes with it what
 * it was asked, and the next statement opens the database again.
 */
export async function openEmbeddedClient(data: ThreadData, entry?: URL): Promise<EmbeddedClient> {
  let connection: Connection = await connect(data, entry);
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: what comes while a transaction goes on is none of it. */
  const inTurn = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const before = turn;
    const own = Promise.withResolvers<undefined>();
    turn = own.promise;
    await before;
    try {
      if (closed) throw new DatabaseLostError('The embedded database is closed.');
      // What was in memory alone is gone.
      if (connection.isLost() && data.directory !== undefined) connection = await connect(data, entry);
      return await work(connection);
    } finally {
      own.resolve(undefined);
    }
  };

  return {
    query: (text, values, how) => inTurn(({ send }) => send(text, values, how)),
    transaction: (work) => inTurn(({ send }) => transacted(send, work)),
    close: async () => {
      await turn;
      if (closed) return;
      closed = true;
      await connection.close();
    },
  };
}

async function transacted<T>(send: Connection['send'], work: (statements: Statements) => Promise<T>): Promise<T> {
  await send('BEGIN');
  try {
    const result = await work({ query: send });
    await send('COMMIT');
    return result;
  } catch (error) {
    // With the thread the transaction is gone as well.
    await send('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
