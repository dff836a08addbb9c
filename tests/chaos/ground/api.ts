import type { PoolView } from '../../../src/contract/pool/pool.ts';
import type { SubmittedTask, TaskView } from '../../../src/contract/task/task.ts';
import { eventually } from '../../support/eventually.ts';

/** Chimera's API as a patient client uses it. */
export interface Api {
  readonly url: string;
  /** Hands tasks in, again and again until each is accepted (within 3 min), and answers with their ids. */
  submit(count: number, name: string, project?: string): Promise<readonly string[]>;
  /** A task, undefined while the API or Temporal does not answer. */
  task(id: string): Promise<TaskView | undefined>;
  pool(): Promise<PoolView | undefined>;
  /** Any request; the status is 0 when no answer came. */
  ask(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: unknown }>;
}

const ANSWER_LIMIT_MS = 5_000;
const ACCEPT_LIMIT_MS = 180_000;
const AT_ONCE = 4;

/** The API at a URL; tasks are of the usual project unless another is named. */
export function apiAt(url: string, usual: string): Api {
  const ask: Api['ask'] = async (path, init = {}) => {
    try {
      const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), ...init });
      return { status: answer.status, body: await answer.json() };
    } catch {
      return { status: 0, body: undefined };
    }
  };

  async function submitted(name: string, project: string): Promise<string> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': name };
    const body = JSON.stringify({ feature: `Show ${name}`, project });
    return eventually(
      `${name} is accepted`,
      async () => {
        const answer = await ask('/api/tasks', { method: 'POST', headers, body });
        if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
          throw new Error(`${name} is refused: ${JSON.stringify(answer.body)}`);
        }
        return answer.status === 200 || answer.status === 201 ? (answer.body as SubmittedTask).task_id : undefined;
      },
      ACCEPT_LIMIT_MS,
    );
  }

  return {
    url,
    ask,
    submit: async (count, name, project = usual) => {
      const names = Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
      const ids: string[] = [];
      const next = async (): Promise<void> => {
        for (let one = names.shift(); one !== undefined; one = names.shift()) ids.push(await submitted(one, project));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return ids;
    },
    task: async (id) => {
      const { status, body } = await ask(`/api/tasks/${id}`);
      return status === 200 ? (body as TaskView) : undefined;
    },
    pool: async () => {
      const { status, body } = await ask('/api/pool');
      return status === 200 ? (body as PoolView) : undefined;
    },
  };
}
