import type { Recorder, RecorderLog } from '../../persistence/recorder.ts';
import type { FromWorker, WorkerRecord } from './messages.ts';

/** What a worker process's recorder works with. */
export interface IpcRecorderPorts {
  /** Hands a message to the parent; throws when the parent is gone. */
  send(message: FromWorker): void;
  readonly log: RecorderLog;
  /** Records that may be under way at once; more are lost. */
  readonly limit?: number;
  /** A clock in ms that is never set back. */
  readonly now?: () => number;
}

/** A recorder whose records the parent writes. */
export interface IpcRecorder extends Recorder {
  /** To be called for each record that the parent has dealt with. */
  recorded(id: number): void;
}

const LIMIT = 1_000;
const LOG_INTERVAL_MS = 60_000;

/**
 * A recorder for a process without a database: each record goes to the parent, in order, and counts as written when the
 * parent says so. Records beyond the limit are lost, counted, and told of once a minute at most.
 */
export function createIpcRecorder(ports: IpcRecorderPorts): IpcRecorder {
  const { send, log, limit = LIMIT, now = () => performance.now() } = ports;
  const underWay = new Map<number, () => void>();
  let sent = 0;
  let lost = 0;
  let saidAt = Number.NEGATIVE_INFINITY;

  function lose(task_id: string, reason: string): void {
    lost += 1;
    if (now() - saidAt < LOG_INTERVAL_MS) return;
    saidAt = now();
    log.warn({ task_id, lost, reason }, 'A record was lost on its way to the main process');
  }

  async function hand(task_id: string, record: WorkerRecord): Promise<void> {
    if (underWay.size >= limit) {
      lose(task_id, `${limit} records are under way already`);
      return;
    }
    const id = (sent += 1);
    const answered = new Promise<void>((resolve) => underWay.set(id, resolve));
    try {
      send({ kind: 'record', id, record });
    } catch (error) {
      underWay.delete(id);
      lose(task_id, String(error));
      return;
    }
    await answered;
  }

  return {
    task: (state) => hand(state.task_id, { of: 'task', state }),
    phaseStarted: (run) => hand(run.task_id, { of: 'phase_started', run }),
    phaseFinished: (run) => hand(run.task_id, { of: 'phase_finished', run }),
    deadLetter: (entry) => hand(entry.task_id, { of: 'dead_letter', entry }),
    get lost() {
      return lost;
    },
    recorded(id) {
      underWay.get(id)?.();
      underWay.delete(id);
    },
  };
}

/** Writes the records of a worker process as they come: those of a moment share a write, and their order is no matter. */
export function recordWriter(recorder: Recorder): (record: WorkerRecord) => Promise<void> {
  return (record) => write(recorder, record);
}

function write(recorder: Recorder, record: WorkerRecord): Promise<void> {
  switch (record.of) {
    case 'task':
      return recorder.task(record.state);
    case 'phase_started':
      return recorder.phaseStarted(record.run);
    case 'phase_finished':
      return recorder.phaseFinished(record.run);
    case 'dead_letter':
      return recorder.deadLetter(record.entry);
  }
}
