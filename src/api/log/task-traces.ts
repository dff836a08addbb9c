import { tracedSubject } from '../../observability/log-fields.ts';
import { traceOf, type TracedTask } from '../../domain/trace/trace-context.ts';
import type { ApiLog } from '../api-log.ts';

/** Tasks whose traces are remembered; of others the lines say no trace. */
const MOST = 10_000;

/** Remembers the traces of the tasks that came by, for the lines about them. */
export class TaskTraces {
  readonly #subjects = new Map<string, object>();

  /** A task came by: it was started here, or read. */
  note(task: TracedTask): void {
    const { task_id } = task;
    if (this.#subjects.has(task_id)) return;
    const [oldest] = this.#subjects.keys();
    if (oldest !== undefined && this.#subjects.size >= MOST) this.#subjects.delete(oldest);
    this.#subjects.set(task_id, tracedSubject(task_id, traceOf(task)));
  }

  /** The same log, whose lines about a task (`task_id` in the context) also say its place in its trace, where it is known. */
  in(log: ApiLog): ApiLog {
    const placed = (context: object): object => {
      const subject = 'task_id' in context ? this.#subjects.get(String(context.task_id)) : undefined;
      return subject === undefined ? context : { ...context, ...subject };
    };
    return {
      info: (context, message) => {
        log.info(placed(context), message);
      },
      warn: (context, message) => {
        log.warn(placed(context), message);
      },
      error: (context, message) => {
        log.error(placed(context), message);
      },
    };
  }
}
