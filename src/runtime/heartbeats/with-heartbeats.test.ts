import { describe, expect, it } from 'vitest';
import type { HeartbeatSender } from '../../worker/heartbeats/heartbeat-sender.ts';
import type { RunningWorker } from '../../worker/start-worker.ts';
import { withHeartbeats } from './with-heartbeats.ts';

function beating() {
  const said: string[] = [];
  const stopped = Promise.withResolvers<undefined>();
  const sender: HeartbeatSender = {
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
  return { said, stopped, sender, worker };
}

describe('a worker with a sender', () => {
  it('is ready once it works, drains when it is asked to stop, and was stopped then', async () => {
    const { said, sender, worker } = beating();
    const running = await withHeartbeats(Promise.resolve(worker), sender);
    running.hurry();
    await running.stop();
    expect(said).toEqual(['ready', 'hurry', 'draining', 'stopped: it ended as it was asked to']);
  });

  it('died when it ends by itself, fails, or cannot be started', async () => {
    const alone = beating();
    await withHeartbeats(Promise.resolve(alone.worker), alone.sender);
    alone.stopped.resolve(undefined);
    await expect.poll(() => alone.said.at(-1)).toBe('died: it ended by itself');

    const failing = beating();
    const running = await withHeartbeats(Promise.resolve(failing.worker), failing.sender);
    failing.stopped.reject(new Error('no connection'));
    await expect(running.stopped).rejects.toThrow('no connection');
    expect(failing.said.at(-1)).toBe('died: it failed; its log says why');

    const missing = beating();
    await expect(withHeartbeats(Promise.reject(new Error('no Temporal')), missing.sender)).rejects.toThrow(
      'no Temporal',
    );
    expect(missing.said).toEqual(['died: it could not be started; its log says why']);
  });
});
