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
          let failed = true;
          try {
            const result = await next(input);
            failed = false;
            return result;
          } finally {
            running -= 1;
            const stopped = failed && context.cancellationDetails?.workerShutdown === true;
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
