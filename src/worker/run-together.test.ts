import type { State } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { runTogether, shutdownAll } from './run-together.ts';

/** A worker that runs until it is shut down or fails. */
function fakeWorker() {
  let state: State = 'INITIALIZED';
  let end: (error?: Error) => void = () => undefined;
  return {
    run: () => {
      state = 'RUNNING';
      return new Promise<void>((resolve, reject) => {
        end = (error) => {
          state = error === undefined ? 'STOPPED' : 'FAILED';
          if (error === undefined) resolve();
          else reject(error);
        };
      });
    },
    getState: () => state,
    shutdown: () => {
      if (state !== 'RUNNING') throw new Error(`It cannot be shut down: ${state}.`);
      end();
    },
    fail: (error: Error) => {
      end(error);
    },
  };
}

describe('workers that run together', () => {
  it('end when each has stopped', async () => {
    const workers = [fakeWorker(), fakeWorker()];
    const [first, second] = workers;
    let ended = false;
    const running = runTogether(workers).then(() => (ended = true));
    first?.shutdown();
    await Promise.resolve();
    expect(ended).toBe(false);
    second?.shutdown();
    await running;
    expect(workers.map((worker) => worker.getState())).toEqual(['STOPPED', 'STOPPED']);
  });

  it('stop when one fails, and tell its error', async () => {
    const [failing, other] = [fakeWorker(), fakeWorker()];
    const running = runTogether([failing, other]);
    failing.fail(new Error('no such namespace'));
    await expect(running).rejects.toThrow('no such namespace');
    expect(other.getState()).toBe('STOPPED');
  });

  it('are asked to stop only while they run', () => {
    const [stopped, idle] = [fakeWorker(), fakeWorker()];
    void stopped.run();
    stopped.shutdown();
    shutdownAll([stopped, idle]);
    expect([stopped.getState(), idle.getState()]).toEqual(['STOPPED', 'INITIALIZED']);
  });
});
