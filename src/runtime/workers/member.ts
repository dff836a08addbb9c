import { type Deaths, NO_DEATHS, type restartAfter } from '../../domain/pool/restart.ts';
import { EXIT } from '../run-service.ts';
import type { WorkerEnd, WorkerProcess } from './worker-process.ts';

/** Where it is said what happens to workers. */
export interface FleetLog {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  fatal(context: object, message: string): void;
}

/** What a worker of a fleet is kept with. */
export interface MemberOptions {
  readonly number: number;
  readonly start: () => WorkerProcess;
  readonly restart: typeof restartAfter;
  readonly log: FleetLog;
}

/** How a worker is asked to end: after what it does, or soon. */
export type Ending = 'drain' | 'stop';

/** A worker of a fleet: one process after the other under one number. */
export interface Member {
  readonly number: number;
  /** Settles once it has been at work; rejects when it stays down, with why. */
  readonly ready: Promise<void>;
  /** Its process; undefined while it has none. */
  process(): WorkerProcess | undefined;
  /** Asks it to end, and settles when its process is gone; none is started after that. */
  end(how: Ending): Promise<void>;
}

type Life =
  | { readonly kind: 'running' | 'ending'; readonly process: WorkerProcess }
  | { readonly kind: 'backing off'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'down' | 'gone' };

/** Starts a worker, and starts it again whenever it dies by itself, until it is asked to end or stays down. */
export function createMember({ number, start, restart, log }: MemberOptions): Member {
  const ready = Promise.withResolvers<undefined>();
  const gone = Promise.withResolvers<undefined>();
  let deaths: Deaths = NO_DEATHS;
  let life: Life;
  ready.promise.catch(() => undefined);

  function run(): Life {
    const process = start();
    const startedAt = performance.now();
    log.info({ worker: number, pid: process.pid }, 'A worker process was started');
    void process.ready.then(() => {
      log.info({ worker: number, pid: process.pid }, 'A worker is at work');
      ready.resolve(undefined);
    });
    void process.ended.then((end) => {
      life = life.kind === 'ending' ? leave(end) : recover(end, startedAt);
    });
    return { kind: 'running', process };
  }

  function leave({ says: how }: WorkerEnd): Life {
    log.info({ worker: number, how }, 'A worker has ended');
    gone.resolve(undefined);
    return { kind: 'gone' };
  }

  function recover(end: WorkerEnd, startedAt: number): Life {
    const { says: how, lastWords, exitCode } = end;
    const next = restart(deaths, startedAt, performance.now());
    deaths = next.deaths;
    // Its configuration is the same at the next start.
    if (next.kind === 'down' || exitCode === EXIT.configuration) {
      log.fatal({ worker: number, how, lastWords }, 'A worker stays down; the tasks are left to the others');
      ready.reject(new Error(`Worker ${number} stays down (${how}).\n${lastWords}`.trim()));
      return { kind: 'down' };
    }
    const { delayMs } = next;
    log.warn({ worker: number, how, again_in_ms: delayMs }, 'A worker died and is started again');
    const timer = setTimeout(() => {
      life = run();
    }, delayMs);
    return { kind: 'backing off', timer };
  }

  life = run();
  return {
    number,
    ready: ready.promise,
    process: () => ('process' in life ? life.process : undefined),
    end: (how) => {
      if (life.kind === 'backing off') clearTimeout(life.timer);
      if ('process' in life) {
        const { process } = life;
        life = { kind: 'ending', process };
        process[how]();
      } else {
        life = { kind: 'gone' };
        gone.resolve(undefined);
      }
      return gone.promise;
    },
  };
}
