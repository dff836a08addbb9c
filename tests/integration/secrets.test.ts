import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubmittedTask, TaskView } from '../../src/contract/task/task.ts';
import type { TraceSpanView } from '../../src/contract/trace.ts';
import { PHASES } from '../../src/domain/phase.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { eventually } from '../support/eventually.ts';
import { type Line, type ServiceSite, startServiceSite } from './service-site.ts';

const SECRETS = {
  environment: 'tok-4711-of-the-environment',
  oddlyNamed: 'pw-0815-of-the-worker',
  password: 'pw-2342-of-the-url',
  parameter: 'par-1337-of-the-url',
  feature: 'pw-9999-of-the-feature',
};

let site: ServiceSite;
let task: TaskView;
let tasks = 0;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  site = await startServiceSite({
    program: 'secrets.agent.ts',
    env: { DEPLOY_TOKEN: SECRETS.environment, ODDLY_NAMED: SECRETS.oddlyNamed },
    target: (host) => `http://ada:${SECRETS.password}@${host}/?token=${SECRETS.parameter}`,
    // The program is given it under a name that says nothing.
    workerEnv: { WORKER_PASSWORD: SECRETS.oddlyNamed },
  });
  task = await parkedAndRequeued();
});
afterAll(() => site.stop());

const reached = (id: string, status: TaskView['status']): Promise<TaskView> =>
  eventually(`the task is ${status}`, async () => {
    const view = await site.ask<TaskView>(`/api/tasks/${id}`);
    return view.status === status ? view : undefined;
  });

/** A task that fails twice, is parked, requeued and completed, with a secret on each of its ways. */
async function parkedAndRequeued(): Promise<TaskView> {
  tasks += 1;
  const feature = `Open the home page. Enter "${SECRETS.feature}" into the Password field. I see "Hello ${tasks}".`;
  const { task_id } = await site.post<SubmittedTask>('/api/tasks', { feature });
  await reached(task_id, 'dead_lettered');
  await site.post(`/api/dlq/${task_id}-1/requeue`, { reason: 'try it again' });
  return reached(task_id, 'completed');
}

/** All that the database holds but the requests of tasks themselves. */
async function stored(): Promise<string> {
  const client = new Client({ connectionString: site.databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const { rows: found } = await client.query<{ row: unknown }>(`select to_jsonb(t) as row from "${name}" t`);
      rows.push(...found.map(({ row }) => `${name}: ${JSON.stringify(withoutRequest(row))}`));
    }
    return rows.join('\n');
  } finally {
    await client.end();
  }
}

/** What somebody asked for, and what lists find it by: it is the task's own. */
const REQUEST = ['feature', 'title', 'search_text', 'target_url'];

/** A value without what somebody asked for. */
function withoutRequest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequest);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !REQUEST.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutRequest(inner)]));
}

/** What the task's histories say of results and failures. */
async function historyOf(taskId: string): Promise<string> {
  const runs: string[] = [];
  const named = site.client.workflow.list({ query: `WorkflowId = "${taskId}"` });
  for await (const { runId } of named) runs.push(runId);
  const told: string[] = [];
  for (const runId of runs) {
    const { events = [] } = await site.client.workflow.getHandle(taskId, runId).fetchHistory();
    for (const event of events ?? []) {
      const { activityTaskFailedEventAttributes: failed, activityTaskStartedEventAttributes: started } = event;
      const { activityTaskCompletedEventAttributes: completed } = event;
      told.push(JSON.stringify([failed, started?.lastFailure]));
      for (const { data } of completed?.result?.payloads ?? []) told.push(Buffer.from(data ?? []).toString());
      for (const details of [failed?.failure, started?.lastFailure]) {
        for (const { data } of details?.applicationFailureInfo?.details?.payloads ?? []) {
          told.push(Buffer.from(data ?? []).toString());
        }
      }
    }
  }
  return told.join('\n');
}

function found(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => {
    const at = text.indexOf(secret);
    return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 200), at)}<HERE>`];
  });
}

describe('secrets in a feature, in the environment, in an agent’s output and in a URL', () => {
  it('are in the task’s own request, as somebody gave them', () => {
    expect(task.phases.map(({ attempts }) => attempts)).toEqual([1, 3, 1, 1, 1]);
    expect(task.feature).toContain(SECRETS.feature);
  });

  it('are in no line that a process prints', () => {
    const printed = site.printed();
    expect(printed).toContain('it is [redacted] or [redacted]');
    expect(found(printed)).toEqual([]);
  });

  it('are in nothing else that is told of the task', () => {
    const { result, phases, error } = task;
    const told = JSON.stringify({ result, phases, error });
    expect(told).toContain('[redacted]');
    expect(found(JSON.stringify(withoutRequest(task)))).toEqual([]);
  });

  it.each([
    '/metrics',
    '/api/metrics',
    '/api/metrics/history',
    '/api/profile',
    '/api/agents',
    '/api/health',
    '/api/reports/health?format=json',
    '/api/reports/health?format=markdown',
  ])('are not in %s', async (path) => {
    const answer = await fetch(new URL(path, site.api));
    expect(answer.status).toBe(200);
    expect(found(await answer.text())).toEqual([]);
  });

  it('are in no metric of the worker', async () => {
    expect(found(await (await fetch(site.workers[0]?.metrics ?? '')).text())).toEqual([]);
  });

  it('are in no span', async () => {
    const trace = await site.ask<object>(`/api/tasks/${task.task_id}/trace`);
    expect(JSON.stringify(trace)).toContain('[redacted]');
    expect(found(JSON.stringify(trace))).toEqual([]);
  });

  it('are in no record of the database', async () => {
    const rows = await eventually('the records are written', async () => {
      const text = await stored();
      return text.includes('phase_runs: ') && text.includes('dead_letters: ') ? text : undefined;
    });
    expect(rows).toContain('[redacted]');
    expect(found(rows)).toEqual([]);
  });

  it('are in no failure and no result that Temporal keeps', async () => {
    const told = await historyOf(task.task_id);
    expect(told).toContain('[redacted]');
    expect(found(told)).toEqual([]);
  });
});

describe('the lines about a task', () => {
  const about = (line: Line): boolean => line['task_id'] === task.task_id;

  it('are all found by its id, its trace and, of phases, the phase', async () => {
    const lines = site.lines();
    const named = lines.filter((line) => JSON.stringify(line).includes(task.task_id));
    expect(named.length).toBeGreaterThan(15);
    for (const line of named) expect(line).toMatchObject({ task_id: task.task_id, trace_id: task.trace_id });
    expect(lines.filter((line) => line['trace_id'] === task.trace_id)).toEqual(named);
    await eventually('the spans of all lines are recorded', async () => {
      const { root } = await site.ask<{ root: TraceSpanView }>(`/api/tasks/${task.task_id}/trace`);
      const spans = idsOf(root);
      return named.every((line) => spans.includes(String(line['span_id']))) ? true : undefined;
    });
    for (const phase of PHASES) {
      const messages = named.filter((line) => line['workflow_phase'] === phase).map((line) => line['message']);
      expect(messages).toEqual(expect.arrayContaining(['The phase begins', 'The phase ends']));
    }
  });

  it('tell its story from its acceptance to its end', () => {
    const told = site.lines().filter((line) => about(line));
    const messages = told.toSorted(byTime).map((line) => line['message']);
    const coding = ['The phase begins', 'The attempt failed and is retried', 'The phase is tried again'];
    expect(messages).toEqual(expect.arrayContaining(['a task is accepted', ...coding, 'The phase is given up']));
    expect(messages).toEqual(expect.arrayContaining(['The task is parked', 'It is decided about the parked task']));
    expect(messages.filter((message) => message === 'The phase ends')).toHaveLength(5);
    expect(messages.at(-1)).toBe('The task ends');
  });

  it('say who works, and how an error is grouped', () => {
    const [failed] = site.lines().filter((line) => about(line) && line['level'] === 'warn' && line.context?.['err']);
    expect(failed?.context).toMatchObject({
      ...{ agent: 'coder-agent', error_type: 'TransientAgentError', round: 1 },
      error_group: expect.stringMatching(/^[\da-f]{12}$/) as string,
    });
  });
});

function byTime(one: Line, other: Line): number {
  return String(one['timestamp']).localeCompare(String(other['timestamp']));
}

function idsOf(span: TraceSpanView): readonly string[] {
  return [span.span_id, ...span.children.flatMap(idsOf)];
}
