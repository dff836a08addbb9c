import type { Heart } from '../../worker/heartbeats/heart.ts';
import type { RunningWorker } from '../../worker/start-worker.ts';

/** A worker whose heart beats from its start to its end, and says which end that was. */
export async function withHeart(starting: Promise<RunningWorker>, heart: Heart): Promise<RunningWorker> {
  let asked = false;
  try {
    const worker = await starting;
    heart.ready();
    worker.stopped.then(
      () => {
        if (asked) heart.stop('stopped', 'it ended as it was asked to');
        else heart.stop('died', 'it ended by itself');
      },
      () => {
        heart.stop('died', 'it failed; its log says why');
      },
    );
    return {
      stopped: worker.stopped,
      hurry: () => {
        worker.hurry();
      },
      stop: () => {
        asked = true;
        heart.draining();
        return worker.stop();
      },
    };
  } catch (error) {
    heart.stop('died', 'it could not be started; its log says why');
    throw error;
  }
}
