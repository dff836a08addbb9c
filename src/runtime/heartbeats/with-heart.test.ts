import { describe, expect, it } from 'vitest';
import type { Heart } from '../../worker/heartbeats/heart.ts';
import type { RunningWorker } from '../../worker/start-worker.ts';
import { withHeart } from './with-heart.ts';

function beating() {
  const said: string[] = [];
  const stopped = Promise.withResolvers<undefined>();
  const heart: Heart = {
    reader: {},
    ready: () => said.push('ready'),
    draining: () => said.push('draining'),
    stop: (event, reason) => said.push(`${event}: ${reason}`),
  };
  const worker: RunningWorker = {
    stopped: stopped.promise,
    hurry: () => said.push('hurry'),
    stop: () => {
      stopped.resolve(undefined);
      return stopped.promise;
    },
  };
  return { said, stopped, heart, worker };
}

describe('a worker with a heart', () => {
  it('is ready once it works, drains when it is asked to stop, and was stopped then', async () => {
    const { said, heart, worker } = beating();
    const running = await withHeart(Promise.resolve(worker), heart);
    running.hurry();
    await running.stop();
    expect(said).toEqual(['ready', 'hurry', 'draining', 'stopped: it ended as it was asked to']);
  });

  it('died when it ends by itself, fails, or cannot be started', async () => {
    const alone = beating();
    await withHeart(Promise.resolve(alone.worker), alone.heart);
    alone.stopped.resolve(undefined);
    await expect.poll(() => alone.said.at(-1)).toBe('died: it ended by itself');

    const failing = beating();
    const running = await withHeart(Promise.resolve(failing.worker), failing.heart);
    failing.stopped.reject(new Error('no connection'));
    await expect(running.stopped).rejects.toThrow('no connection');
    expect(failing.said.at(-1)).toBe('died: it failed; its log says why');

    const missing = beating();
    await expect(withHeart(Promise.reject(new Error('no Temporal')), missing.heart)).rejects.toThrow('no Temporal');
    expect(missing.said).toEqual(['died: it could not be started; its log says why']);
  });
});
