import type { HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';
import type { HeartbeatReader, KnownHeartbeats } from '../heartbeats/heartbeat-reader.ts';
import { heartbeatView } from '../heartbeats/heartbeat-view.ts';
import { Problem } from '../problem/problem.ts';
import type { Workers, WorkerView } from '../../contract/worker.ts';

/** Changes that are shown of one worker in a list and by itself. */
const TRANSITIONS = { listed: 5, shown: 50 };

const UNKNOWN = 'workers unknown: database away; they may well be at work';

/** Worker processes, as the API shows them. */
export class WorkersService {
  readonly #heartbeats: HeartbeatReader;

  constructor(heartbeats: HeartbeatReader) {
    this.#heartbeats = heartbeats;
  }

  async list(): Promise<Workers> {
    const known = await this.#heartbeats.read({ kind: 'worker', transitions: TRANSITIONS.listed });
    if (known === undefined) return { workers: [], heartbeats: 'unknown', note: UNKNOWN };
    const workers = known.subjects.map((subject) => viewOf(subject, known)).toSorted(byName);
    return { workers, heartbeats: 'known', note: null };
  }

  /**
   * The worker with that name, or whose process has that id.
   * @throws {Problem} 404 when there is none, 503 when the database is away.
   */
  async get(id: string): Promise<WorkerView> {
    const fits = ({ name, process }: HeartbeatSubject): boolean => name === id || process === id;
    const known = await this.#heartbeats.read({ kind: 'worker', fits, transitions: TRANSITIONS.shown });
    if (known === undefined) {
      throw new Problem(503, 'store-unavailable', UNKNOWN, { headers: { 'Retry-After': '2' } });
    }
    const [subject] = known.subjects;
    if (subject === undefined) throw new Problem(404, 'worker-not-found', `There is no worker "${id}".`);
    return viewOf(subject, known);
  }
}

/** The tenth worker comes after the second. */
function byName(left: WorkerView, right: WorkerView): number {
  return left.name.localeCompare(right.name, 'en', { numeric: true });
}

function viewOf({ name, process }: HeartbeatSubject, known: KnownHeartbeats): WorkerView {
  const [, host = '', pid = '0', started = '0'] = /^(.*):(\d+):(\d+)$/.exec(process) ?? [];
  const started_at = new Date(Number(started)).toISOString();
  return { id: process, name, host, pid: Number(pid), started_at, heartbeat: heartbeatView(name, known) };
}
