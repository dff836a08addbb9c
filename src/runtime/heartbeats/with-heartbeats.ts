import type { HeartbeatSender } from '../../worker/heartbeats/heartbeat-sender.ts';
import type { RunningWorker } from '../../worker/start-worker.ts';

/** A worker whose sender beats from its start to its end, and says which end that was. */
export async function withHeartbeats(
  starting: Promise<RunningWorker>,
  sender: HeartbeatSender,
): Promise<RunningWorker> {
  let asked = false;
  try {
    const worker = await starting;
    sender.ready();
    worker.stopped.then(
      () => {
        if (asked) sender.stop('stopped', 'it ended as it was asked to');
        else sender.stop('died', 'it ended by itself');
      },
      () => {
        sender.stop('died', 'it failed; its log says why');
      },
    );
    return {
      stopped: worker.stopped,
      hurry: () => {
        worker.hurry();
      },
      stop: () => {
        asked = true;
        sender.draining();
        return worker.stop();
      },
    };
  } catch (error) {
    sender.stop('died', 'it could not be started; its log says why');
    throw error;
  }
}
