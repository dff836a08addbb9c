import { type AgentClient, createAgentClient } from './agent-client.ts';
import { unreadableAnswer } from './answer-failure.ts';
import { createDeadLetterClient, type DeadLetterClient } from './dead-letter-client.ts';
import { type HealthReport, healthReportSchema } from './health-report.ts';
import { type Workers, workerSchema, workersSchema, type WorkerView } from './heartbeat-view.ts';
import { createHttp, queryOf, withBody } from './http.ts';
import { createPoolClient, type PoolClient } from './pool-client.ts';
import { type SystemReport, systemReportSchema } from './system-report.ts';
import { createProfileClient, type ProfileClient } from './profile-client.ts';
import {
  acceptedTaskSchema,
  artifactListSchema,
  prioritisedTaskSchema,
  taskListSchema,
  taskViewSchema,
} from './task-view.ts';
import type { AcceptedTask, ArtifactView, PrioritisedTask, TaskList, TaskView } from './task-view.ts';

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
  readonly pool: PoolClient;
  readonly agents: AgentClient;
  readonly dlq: DeadLetterClient;
  readonly profile: ProfileClient;
  /** How the system is, check by check. */
  health(): Promise<HealthReport>;
  /** How the system was over the last so many hours. */
  report(hours?: number): Promise<SystemReport>;
  /** The same in Markdown. */
  reportMarkdown(hours?: number): Promise<string>;
  /** The worker processes, and whether they are alive. */
  workers(): Promise<Workers>;
  /** The worker with that name or id. */
  worker(name: string): Promise<WorkerView>;
  submit(task: NewTask, idempotencyKey?: string): Promise<AcceptedTask>;
  list(filter: TaskFilter): Promise<TaskList>;
  get(taskId: string): Promise<TaskView>;
  cancel(taskId: string, reason?: string): Promise<unknown>;
  /** Gives a task another priority, 1 to 10. */
  prioritise(taskId: string, priority: number): Promise<PrioritisedTask>;
  artifacts(taskId: string): Promise<readonly ArtifactView[]>;
  /** The bytes of an artifact. */
  download(taskId: string, artifact: ArtifactView): Promise<Uint8Array>;
  /** The open stream of a task's events. */
  events(taskId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

/** A client of the API at `url`, such as http://127.0.0.1:8080. */
export function createApiClient(url: string): ApiClient {
  const http = createHttp(url);
  const { base, send, read } = http;
  const taskPath = (taskId: string) => `/api/tasks/${encodeURIComponent(taskId)}`;

  return {
    url: base,
    pool: createPoolClient(http),
    agents: createAgentClient(http),
    dlq: createDeadLetterClient(http),
    profile: createProfileClient(http),
    health: () => read(healthReportSchema, '/api/health'),
    report: (hours) => read(systemReportSchema, `/api/reports/health${queryOf({ format: 'json', hours })}`),
    reportMarkdown: async (hours) =>
      (await send(`/api/reports/health${queryOf({ format: 'markdown', hours })}`)).text(),
    workers: () => read(workersSchema, '/api/workers'),
    worker: (name) => read(workerSchema, `/api/workers/${encodeURIComponent(name)}`),
    submit: (task, key) =>
      read(
        acceptedTaskSchema,
        '/api/tasks',
        withBody('POST', task, key === undefined ? {} : { 'idempotency-key': key }),
      ),
    list: (filter) => read(taskListSchema, `/api/tasks${queryOf(filter)}`),
    get: (taskId) => read(taskViewSchema, taskPath(taskId)),
    cancel: async (taskId, reason) =>
      (await send(`${taskPath(taskId)}/cancel`, withBody('POST', reason === undefined ? {} : { reason }))).json(),
    prioritise: (taskId, priority) => read(prioritisedTaskSchema, taskPath(taskId), withBody('PATCH', { priority })),
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
