import {
  type Agents,
  agentsSchema,
  type AgentView,
  agentViewSchema,
  type AccountCommand,
  type BreakerCommand,
} from '../../contract/agent.ts';
import { artifactListSchema, type ArtifactView } from '../../contract/artifact.ts';
import { type HealthReport, healthReportSchema } from '../../contract/health.ts';
import { artifactLink, linksOf } from '../../contract/links.ts';
import {
  type BottlenecksView,
  bottlenecksSchema,
  type ProfileParameters,
  type TaskProfileView,
  taskProfileSchema,
} from '../../contract/profile.ts';
import { reportSchema, type SystemReport } from '../../contract/report.ts';
import {
  type BudgetsView,
  budgetsViewSchema,
  type SpendingParameters,
  spendingSchema,
  type SpendingView,
} from '../../contract/spending.ts';
import type { SubmissionBody, TaskListParameters } from '../../contract/task/requests.ts';
import {
  type CancellingTask,
  cancellingSchema,
  submittedSchema,
  type SubmittedTask,
  taskPageSchema,
  type TaskPageView,
  taskSummarySchema,
  type TaskSummaryView,
  type TaskView,
  taskViewSchema,
} from '../../contract/task/task.ts';
import { type Workers, workersSchema, type WorkerView, workerViewSchema } from '../../contract/worker.ts';
import { createDeadLetterClient, type DeadLetterClient } from './dead-letter-client.ts';
import { createHttp, queryOf, unreadableAnswer, withBody } from './http.ts';
import { createPoolApi, type PoolApi } from './pool-client.ts';

/** The REST API as the CLI uses it; every call rejects with a CliFailure that carries the exit code. */
export interface ApiClient {
  readonly url: string;
  readonly pool: PoolApi;
  readonly dlq: DeadLetterClient;
  /** How the system is, check by check. */
  health(): Promise<HealthReport>;
  /** How the system was over the last so many hours. */
  report(hours?: number): Promise<SystemReport>;
  /** The same in Markdown. */
  reportMarkdown(hours?: number): Promise<string>;
  workers(): Promise<Workers>;
  /** The worker with that name or id. */
  worker(name: string): Promise<WorkerView>;
  agents(): Promise<Agents>;
  agent(name: string): Promise<AgentView>;
  /** Trips or resets the circuit breaker of the agent with that name. */
  commandBreaker(name: string, command: BreakerCommand): Promise<AgentView>;
  commandAccount(name: string, command: AccountCommand): Promise<AgentView>;
  /** What a task spent its time on. */
  taskProfile(taskId: string): Promise<TaskProfileView>;
  /** What all tasks spent their time on. */
  bottlenecks(query: ProfileParameters): Promise<BottlenecksView>;
  /** What agents' models cost. */
  spending(query: SpendingParameters): Promise<SpendingView>;
  /** How far today's budgets are used up. */
  budgets(): Promise<BudgetsView>;
  submit(task: SubmissionBody, idempotencyKey?: string): Promise<SubmittedTask>;
  list(query: TaskListParameters): Promise<TaskPageView>;
  get(taskId: string): Promise<TaskView>;
  cancel(taskId: string, reason?: string): Promise<CancellingTask>;
  /** Gives a task another priority, 1 to 10. */
  prioritise(taskId: string, priority: number): Promise<TaskSummaryView>;
  artifacts(taskId: string): Promise<readonly ArtifactView[]>;
  /** The bytes of an artifact. */
  download(taskId: string, artifact: Pick<ArtifactView, 'path'>): Promise<Uint8Array>;
  /** The open stream of a task's events. */
  events(taskId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

/** A client of the API at `url`, such as http://127.0.0.1:8080. */
export function createApiClient(url: string): ApiClient {
  const http = createHttp(url);
  const { base, send, read } = http;
  const agentPath = (name: string) => `/api/agents/${encodeURIComponent(name)}`;
  const reportPath = (format: 'json' | 'markdown', hours?: number) =>
    `/api/reports/health${queryOf({ format, hours })}`;

  return {
    url: base,
    pool: createPoolApi(http),
    dlq: createDeadLetterClient(http),
    health: () => read(healthReportSchema, '/api/health'),
    report: (hours) => read(reportSchema, reportPath('json', hours)),
    reportMarkdown: async (hours) => (await send(reportPath('markdown', hours))).text(),
    workers: () => read(workersSchema, '/api/workers'),
    worker: (name) => read(workerViewSchema, `/api/workers/${encodeURIComponent(name)}`),
    agents: () => read(agentsSchema, '/api/agents'),
    agent: (name) => read(agentViewSchema, agentPath(name)),
    commandAccount: (name, command) => read(agentViewSchema, `${agentPath(name)}/account`, withBody('POST', command)),
    commandBreaker: (name, command) => read(agentViewSchema, `${agentPath(name)}/breaker`, withBody('POST', command)),
    taskProfile: (taskId) => read(taskProfileSchema, `${linksOf(taskId).self}/profile`),
    spending: (query) => read(spendingSchema, `/api/spending${queryOf(query)}`),
    budgets: () => read(budgetsViewSchema, '/api/budgets'),
    bottlenecks: (query) => read(bottlenecksSchema, `/api/profile${queryOf(query)}`),
    submit: (task, key) =>
      read(submittedSchema, '/api/tasks', withBody('POST', task, key === undefined ? {} : { 'idempotency-key': key })),
    list: (query) => read(taskPageSchema, `/api/tasks${queryOf(query)}`),
    get: (taskId) => read(taskViewSchema, linksOf(taskId).self),
    cancel: (taskId, reason) =>
      read(cancellingSchema, linksOf(taskId).cancel, withBody('POST', reason === undefined ? {} : { reason })),
    prioritise: (taskId, priority) => read(taskSummarySchema, linksOf(taskId).self, withBody('PATCH', { priority })),
    artifacts: async (taskId) => (await read(artifactListSchema, linksOf(taskId).artifacts)).artifacts,
    download: async (taskId, { path }) => new Uint8Array(await (await send(artifactLink(taskId, path))).arrayBuffer()),
    async events(taskId, signal) {
      const response = await send(linksOf(taskId).events, { signal, headers: { accept: 'text/event-stream' } });
      if (response.body === null) throw unreadableAnswer(response.url, 'an empty event stream');
      return response.body;
    },
  };
}
