import pg from 'pg';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import { closeInTime, type Connections, connectionsTo } from '../postgres-connections.ts';

/** Which of several processes leads: one at most, and another one once that is gone. */
export interface Leadership {
  /** Whether this process leads; it tries to when nobody does. Rejects when that is not known. */
  leads(): Promise<boolean>;
  /** Leaves the lead to others. */
  end(): Promise<void>;
}

/** The leadership of a process that has its database for itself. */
export const ALONE: Leadership = { leads: () => Promise.resolve(true), end: () => Promise.resolve() };

/** How long the database may take to answer, in ms. */
const PATIENCE_MS = 2_000;

/** A leader whose host is gone without a word is noticed by the server after 20 s. */
const KEEPALIVES = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/** A leader that stands still, but whose host answers for it, is noticed as well; PostgreSQL before 14 knows no such limit. */
const IDLE_LIMIT = `select set_config(name, $1, false) from pg_settings where name = 'idle_session_timeout'`;

const TRY = 'select pg_try_advisory_lock($1) as held';

interface Session {
  readonly client: pg.Client;
  readonly connections: Connections;
  held: boolean;
}

/**
 * The leadership among all processes on one PostgreSQL: whose session holds an advisory lock. The session has a connection
 * of its own, and the lock goes with it; it is asked for a sign each time, so that a lost one is not believed in. Who does
 * not ask for longer than `idleMs` leads no more.
 */
export function sessionLeadership(url: string, idleMs: number): Leadership {
  let session: Session | undefined;
  let asking: Promise<boolean> | undefined;
  let ended = false;

  const leave = async (): Promise<void> => {
    const left = session;
    session = undefined;
    if (left !== undefined) await closeInTime(left.connections, () => left.client.end());
  };

  const open = async (): Promise<Session> => {
    const connections = connectionsTo(url, { name: 'chimera-evaluator' });
    const client = new pg.Client({
      ...connections.config,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    const opened = { client, connections, held: false };
    // Without a listener a connection that breaks would end the process.
    client.on('error', () => {
      if (session === opened) session = undefined;
    });
    session = opened;
    await client.connect();
    await client.query(KEEPALIVES);
    await client.query(IDLE_LIMIT, [String(Math.ceil(idleMs))]);
    return opened;
  };

  const ask = async (): Promise<boolean> => {
    try {
      const current = session ?? (await open());
      const { rows } = current.held
        ? await current.client.query<{ held: boolean }>('select true as held')
        : await current.client.query<{ held: boolean }>(TRY, [ADVISORY_LOCKS.leader]);
      current.held = rows[0]?.held === true;
      return current.held && session === current;
    } catch (error) {
      await leave();
      throw error;
    }
  };

  return {
    leads() {
      if (ended) return Promise.resolve(false);
      // Who asks while it is asked gets the same answer: there is one session.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    async end() {
      ended = true;
      await leave();
      await asking?.catch(() => undefined);
    },
  };
}
