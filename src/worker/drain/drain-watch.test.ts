import { ApplicationFailure, Context } from '@temporalio/activity';
import { ActivityCancellationDetails } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { createDrainWatch, type DrainWatch } from './drain-watch.ts';

/** An activity that runs until the test ends it. */
function running(watch: DrainWatch) {
  let cancellationDetails: ActivityCancellationDetails | undefined;
  const context = Object.create(Context.prototype, {
    cancellationDetails: { get: () => cancellationDetails },
  }) as Context;
  let settle: { resolve: (value: string) => void; reject: (error: Error) => void } | undefined;
  const { inbound } = watch.interceptor(context);
  const done = inbound?.execute?.({ args: [], headers: {} }, () => {
    return new Promise<string>((resolve, reject) => (settle = { resolve, reject }));
  });
  return {
    succeed: async () => {
      settle?.resolve('done');
      expect(await done).toBe('done');
    },
    fail: async (details: ConstructorParameters<typeof ActivityCancellationDetails>[0] = {}, type?: string) => {
      cancellationDetails = new ActivityCancellationDetails(details);
      settle?.reject(
        type === undefined ? new Error('it failed') : ApplicationFailure.create({ message: 'it failed', type }),
      );
      await expect(done).rejects.toThrow('it failed');
    },
    succeedThough: async (details: ConstructorParameters<typeof ActivityCancellationDetails>[0]) => {
      cancellationDetails = new ActivityCancellationDetails(details);
      settle?.resolve('done');
      expect(await done).toBe('done');
    },
  };
}

describe('a drain', () => {
  it('begins with what runs, and counts nothing that ended before', async () => {
    const watch = createDrainWatch();
    const [first] = [running(watch), running(watch)];
    await first.succeed();
    expect(watch.begin()).toBe(1);
    expect(watch.count()).toEqual({ ended: 0, handed_back: 0 });
  });

  it('tells what ended by itself from what was handed back', async () => {
    const watch = createDrainWatch();
    const activities = [
      running(watch),
      running(watch),
      running(watch),
      running(watch),
      running(watch),
      running(watch),
    ] as const;
    expect(watch.begin()).toBe(6);
    await activities[0].succeed();
    await activities[1].fail();
    await activities[2].fail({ cancelRequested: true });
    await activities[3].fail({ workerShutdown: true });
    await activities[4].succeedThough({ workerShutdown: true });
    await activities[5].fail({}, 'WorkerLost');
    expect(watch.count()).toEqual({ ended: 4, handed_back: 2 });
  });
});
