import type { SpanStore } from '../../persistence/spans/span-store.ts';
import type { ApiLog } from '../api-log.ts';
import { storeUnavailable } from '../problem/problem.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import { viewTrace } from './trace-view.ts';
import type { TraceView } from '../../contract/trace.ts';

/** What the traces' service works with; `now` gives ms since the epoch. */
export interface TracesParts {
  readonly reader: Pick<TaskReader, 'read'>;
  readonly spans: Pick<SpanStore, 'ofTask'>;
  readonly log: ApiLog;
  readonly now: () => number;
}

/** The traces of tasks. */
export class TracesService {
  readonly #parts: TracesParts;

  constructor(parts: TracesParts) {
    this.#parts = parts;
  }

  /** @throws {Problem} 404 for an id of no task, 503 while the database is away. */
  async read(taskId: string): Promise<TraceView> {
    const { reader, spans, log, now } = this.#parts;
    const { state } = await reader.read(taskId);
    const told = await spans.ofTask(taskId).catch((error: unknown) => {
      log.error({ err: error, task_id: taskId }, 'the trace of a task could not be read');
      throw storeUnavailable('The trace cannot be read now', error);
    });
    return viewTrace(state, told, now());
  }
}
