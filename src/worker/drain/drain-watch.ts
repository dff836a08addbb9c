import { ApplicationFailure, type Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** How the activities ended that were running when a worker was asked to stop. */
export interface DrainCount {
  /** By themselves, well or not. */
  readonly ended: number;
  /** Cancelled at the end of their time, to be repeated by another worker. */
  readonly handed_back: number;
}

/** Counts the activities of a worker process, for its last words. */
export interface DrainWatch {
  /** For every worker of the process. */
  readonly interceptor: ActivityInterceptorsFactory;
  /** Begins the count, and tells how many activities are running. */
  begin(): number;
  count(): DrainCount;
}

/** Watches activities from their start to their end. */
export function createDrainWatch(): DrainWatch {
  let running = 0;
  let draining = false;
  let ended = 0;
  let handedBack = 0;
  return {
    interceptor: (context) => ({
      inbound: {
        async execute(input, next) {
          running += 1;
          let stopped = false;
          try {
            return await next(input);
          } catch (error) {
            stopped = isHandedBack(error, context);
            throw error;
          } finally {
            running -= 1;
            if (draining && stopped) handedBack += 1;
            if (draining && !stopped) ended += 1;
          }
        },
      },
    }),
    begin: () => {
      draining = true;
      return running;
    },
    count: () => ({ ended, handed_back: handedBack }),
  };
}

/** Whether an activity failed because its worker is going; a phase says so by the type of its failure. */
function isHandedBack(error: unknown, { cancellationDetails }: Pick<Context, 'cancellationDetails'>): boolean {
  const isLost = error instanceof ApplicationFailure && error.type === 'WorkerLost';
  return isLost || cancellationDetails?.workerShutdown === true;
}
