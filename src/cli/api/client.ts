import type { z } from 'zod';
import { artifactListSchema, acceptedTaskSchema, taskListSchema, taskViewSchema } from './task-view.ts';
import type { AcceptedTask, ArtifactView, TaskList, TaskView } from './task-view.ts';
import { answerFailure, unreadableAnswer, unreachable } from './answer-failure.ts';

/** What a new task is made of; what is left out takes the project's or the API's default. */
export interface NewTask {
  readonly feature: string;
  readonly target_url?: string;
  readonly priority?: number;
  readonly project?: string;
}

/** Which tasks to list. */
export interface TaskFilter {
  readonly status?: string;
  readonly project?: string;
  readonly q?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** The REST API as the CLI uses it; every call rejects with a CliFailure that carries the exit code. */
export interface ApiClient {
  readonly url: string;
  submit(task: NewTask, idempotencyKey?: string): Promise<AcceptedTask>;
  list(filter: TaskFilter): Promise<TaskList>;
  get(taskId: string): Promise<TaskView>;
  cancel(taskId: string, reason?: string): Promise<unknown>;
  artifacts(taskId: string): Promise<readonly ArtifactView[]>;
  /** The bytes of an artifact. */
  download(taskId: string, artifact: ArtifactView): Promise<Uint8Array>;
  /** The open stream of a task's events. */
  events(taskId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

const requestLimitMs = 15_000;

/** A client of the API at `url`, such as http://127.0.0.1:8080. */
export function createApiClient(url: string): ApiClient {
  const base = url.replace(/\/+$/, '');

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(base + path, { signal: AbortSignal.timeout(requestLimitMs), ...init });
    } catch (error) {
      throw unreachable(base, error);
    }
    if (!response.ok) throw await answerFailure(response, base);
    return response;
  }

  async function read<S extends z.ZodType>(schema: S, path: string, init?: RequestInit): Promise<z.output<S>> {
    const response = await send(path, init);
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw unreadableAnswer(base + path, parsed.error.message);
    return parsed.data;
  }

  const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

  const taskPath = (taskId: string) => `/api/tasks/${encodeURIComponent(taskId)}`;

  return {
    url: base,
    submit: (task, key) =>
      read(acceptedTaskSchema, '/api/tasks', post(task, key === undefined ? {} : { 'idempotency-key': key })),
    list(filter) {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
      return read(taskListSchema, `/api/tasks?${query.toString()}`);
    },
    get: (taskId) => read(taskViewSchema, taskPath(taskId)),
    cancel: async (taskId, reason) =>
      (await send(`${taskPath(taskId)}/cancel`, post(reason === undefined ? {} : { reason }))).json(),
    artifacts: async (taskId) => (await read(artifactListSchema, `${taskPath(taskId)}/artifacts`)).artifacts,
    async download(taskId, { path, url: location }) {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      const response = await send(
        location === undefined ? `${taskPath(taskId)}/artifacts/${encoded}` : new URL(location, base).pathname,
      );
      return new Uint8Array(await response.arrayBuffer());
    },
    async events(taskId, signal) {
      const response = await send(`${taskPath(taskId)}/events`, { signal, headers: { accept: 'text/event-stream' } });
      if (response.body === null) throw unreadableAnswer(response.url, 'an empty event stream');
      return response.body;
    },
  };
}
