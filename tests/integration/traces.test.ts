import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryView } from '../../src/contract/history.ts';
import type { TaskProfileView } from '../../src/contract/profile.ts';
import type { SubmittedTask, TaskView } from '../../src/contract/task/task.ts';
import { traceSchema, type TraceSpanView, type TraceView } from '../../src/contract/trace.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { isRunning } from '../../src/host/process.ts';
import { eventually } from '../support/eventually.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp/receiver.ts';
import { type ServiceSite, startServiceSite } from './service-site.ts';

/** A caller's place in a trace of its own. */
const CALLER = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
const LIMIT_MS = 180_000;
/** A span is kept in whole milliseconds, of its beginning and of its end. */
const ROUNDING_MS = 1;

interface Call {
  readonly action: string;
  readonly task_id: string;
  readonly round: number;
  readonly workspace: string;
  readonly traceparent: string;
}

let collector: OtlpReceiver;
let site: ServiceSite;
let task: TaskView;
let trace: TraceView;
let calls: readonly Call[];
let failed: TaskView;

const reached = (id: string, status: TaskView['status']): Promise<TaskView> =>
  eventually(
    `the task is ${status}`,
    async () => {
      const view = await site.ask<TaskView>(`/api/tasks/${id}`);
      return view.status === status ? view : undefined;
    },
    LIMIT_MS,
  );

async function noted(): Promise<readonly Call[]> {
  const text = await readFile(site.calls, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Call);
}

/** Kills the worker whose coder hangs in the second round. */
async function killTheWorkerAtWork(): Promise<void> {
  const { workspace, traceparent } = await eventually('the coder hangs', async () =>
    (await noted()).find(({ action, round }) => action === 'implement_feature' && round === 2),
  );
  const worker = site.workers.find(({ home }) => workspace.startsWith(`${home}/`));
  if (worker === undefined) throw new Error(`No worker has ${workspace}`);
  // What it has not written yet dies with it.
  await eventually('the call is seen', async () => {
    const { root } = await site.ask<TraceView>(`/api/tasks/${task.task_id}/trace`);
    return spansOf(root).some(({ otel_span_id }) => traceparent.includes(otel_span_id)) ? true : undefined;
  });
  await worker.process.end('SIGKILL');
  expect(isRunning(worker.process.pid)).toBe(false);
}

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  collector = await startOtlpReceiver();
  site = await startServiceSite({
    ...{ program: 'traces.agent.ts', workers: 2, project: { rework: { review_rounds: 1 } } },
    workerEnv: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'chimera-of-the-test' },
  });
  const { task_id } = await site.post<SubmittedTask>(
    '/api/tasks',
    { feature: 'Open the home page. I see "Hello".' },
    { traceparent: `00-${CALLER.trace_id}-${CALLER.span_id}-01` },
  );
  task = await reached(task_id, 'dead_lettered');
  await site.post(`/api/dlq/${task_id}-1/requeue`, { reason: 'the model has a rest' });
  await killTheWorkerAtWork();
  task = await reached(task_id, 'completed');
  calls = (await noted()).filter((call) => call.task_id === task_id);
  const unwanted = await site.post<SubmittedTask>('/api/tasks', { feature: 'Open the home page. I see no greeting.' });
  failed = await reached(unwanted.task_id, 'failed');
  // Spans are written in the background.
  trace = await eventually('the trace is whole', async () => {
    const now = traceSchema.parse(await site.ask(`/api/tasks/${task_id}/trace`));
    return spansOf(now.root).some(({ status }) => status === 'running') ? undefined : now;
  });
}, 2 * LIMIT_MS);
afterAll(async () => {
  await site.stop();
  await collector.close();
});

function spansOf(span: TraceSpanView): readonly TraceSpanView[] {
  return [span, ...span.children.flatMap(spansOf)];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const lengthOf = (from: string, until: string | null | undefined): number =>
  Date.parse(String(until)) - Date.parse(from);

describe('a task that was retried, parked, requeued, reworked, and lost its worker', () => {
  it('is one trace, below its caller’s span', () => {
    expect(trace.otel_trace_id).toBe(CALLER.trace_id);
    expect(trace.caller_span_id).toBe(CALLER.span_id);
    expect(trace.trace_id).toBe(`trace-${CALLER.trace_id.slice(-16)}`);
    expect(task.trace_id).toBe(trace.trace_id);
  });

  it('whose root is as long as the task and its clearing up, and whose critical path adds up to it', () => {
    const { started_at, ended_at, children } = trace.root;
    expect(children.at(-1)).toMatchObject({ name: 'closing', started_at: task.finished_at, ended_at });
    expect(trace.duration_ms).toBe(lengthOf(started_at, ended_at));
    expect(started_at).toBe(task.created_at);
    expect(sum(trace.critical_path.map(({ duration_ms }) => duration_ms))).toBe(trace.duration_ms);
    for (const { self_ms, duration_ms } of spansOf(trace.root)) expect(self_ms).toBeLessThanOrEqual(duration_ms);
  });

  it('leaves almost nothing of its time to the task alone', () => {
    expect(trace.uncovered_ms / trace.duration_ms).toBeLessThan(0.1);
  });

  it('has every phase, wait and stop in it, in order', () => {
    const names = trace.root.children.map(({ name }) => name).filter((name) => name !== 'closing');
    // It begins with a lease, unless the pool was too busy to answer as it was submitted.
    expect(names[0] === 'waiting for a place' ? names.slice(1) : names).toEqual([
      'E2E_TEST_GENERATION',
      'CODE_IMPLEMENTATION',
      'parked',
      'waiting for a place',
      'CODE_IMPLEMENTATION',
      'GUARDIAN_REVIEW',
      'CODE_IMPLEMENTATION, round 2',
      'GUARDIAN_REVIEW, round 2',
      'STAGING_DEPLOYMENT, round 2',
      'E2E_VALIDATION, round 2',
    ]);
    const parked = trace.root.children.find(({ kind }) => kind === 'parked');
    expect(parked).toMatchObject({ status: 'ok', attributes: { decision: 'requeued', generation: 1 } });
  });

  it('says how each attempt ended, also of the one whose worker was killed', () => {
    const ends = trace.attempts.map(({ phase, round, attempt, status }) => [phase, round, attempt, status].join(' '));
    expect(ends).toEqual([
      'E2E_TEST_GENERATION 1 1 ok',
      'CODE_IMPLEMENTATION 1 1 error',
      'CODE_IMPLEMENTATION 1 2 error',
      'CODE_IMPLEMENTATION 1 1 ok',
      'GUARDIAN_REVIEW 1 1 ok',
      'CODE_IMPLEMENTATION 2 1 lost',
      'CODE_IMPLEMENTATION 2 2 ok',
      'GUARDIAN_REVIEW 2 1 ok',
      'STAGING_DEPLOYMENT 2 1 ok',
      'E2E_VALIDATION 2 1 ok',
    ]);
  });

  it('counts every attempt in the history, those before the requeue too, but for the one that was lost', async () => {
    const asked = (await noted()).filter(({ action }) => action === 'implement_feature').length;
    const query = new URLSearchParams({ from: task.created_at, phase: 'CODE_IMPLEMENTATION' });
    const total = async () => (await site.ask<HistoryView>(`/api/metrics/history?${query.toString()}`)).total;
    await expect.poll(total).toMatchObject({ runs: asked - 1, failed: 2 });
  });

  it('says that the killed worker’s call was lost with it', () => {
    const lost = spansOf(trace.root).filter(({ status }) => status === 'lost');
    expect(lost.map(({ name }) => name)).toEqual(['attempt 1', 'call of coder-agent@greeter']);
  });

  it('shows that the killed worker was silent until it was given up', () => {
    expect(trace.heartbeat_gaps).toMatchObject([{ phase: 'CODE_IMPLEMENTATION', attempt: 1 }]);
    expect(trace.heartbeat_gaps[0]?.duration_ms).toBeGreaterThan(3_000);
  });

  it('gives each call of an agent its own place in the trace', () => {
    const spans = spansOf(trace.root).filter(({ kind }) => kind === 'agent_call');
    const given = calls.map(({ traceparent }) => traceparent);
    expect(new Set(given).size).toBe(given.length);
    expect(given).toHaveLength(trace.attempts.length);
    const told = spans.map(({ otel_span_id }) => `00-${CALLER.trace_id}-${otel_span_id}-01`);
    expect([...told].sort()).toEqual([...given].sort());
  });
});

it.each([
  ['a task that came through', () => task],
  ['a task that failed', () => failed],
])('every line about %s says its trace', (_, which) => {
  const { task_id, trace_id } = which();
  const about = site.lines().filter((line) => JSON.stringify(line).includes(task_id));
  expect(about.length).toBeGreaterThan(5);
  expect(about.filter((line) => line['trace_id'] !== trace_id)).toEqual([]);
});

describe('its profile', () => {
  let profile: TaskProfileView;
  beforeAll(async () => {
    const path = `/api/tasks/${task.task_id}/profile`;
    profile = await eventually('the last phase is profiled', async () => {
      const now = await site.ask<TaskProfileView>(path);
      return now.phases.at(-1)?.phase === 'E2E_VALIDATION' ? now : undefined;
    });
  });

  it('has each phase and round, with sections that add up', () => {
    expect(profile.phases.map(({ phase, round }) => `${phase} ${round}`)).toEqual([
      ...['E2E_TEST_GENERATION 1', 'CODE_IMPLEMENTATION 1', 'GUARDIAN_REVIEW 1'],
      ...['CODE_IMPLEMENTATION 2', 'GUARDIAN_REVIEW 2', 'STAGING_DEPLOYMENT 2', 'E2E_VALIDATION 2'],
    ]);
    for (const { total_ms, sections } of [profile, ...profile.phases]) {
      expect(sum(sections.map(({ ms }) => ms))).toBeCloseTo(total_ms, 1);
    }
  });

  it('says of agents what the spans of their calls say', () => {
    for (const { phase, round, sections } of profile.phases) {
      const spans = trace.root.children.filter(({ attributes }) => attributes['phase'] === phase);
      const calls = spans
        .filter(({ attributes }) => attributes['round'] === round)
        .flatMap((span) => spansOf(span).filter(({ kind, status }) => kind === 'agent_call' && status !== 'lost'));
      const measured = sum(sections.filter(({ section }) => section === 'agent_request').map(({ ms }) => ms));
      const traced = sum(calls.map(({ duration_ms }) => duration_ms));
      expect(Math.abs(measured - traced)).toBeLessThanOrEqual(ROUNDING_MS * calls.length);
    }
  });
});

describe('what a collector is sent', () => {
  it('is every span of a task, under the same ids', async () => {
    const { root, sent } = await eventually('all spans are kept and sent', async () => {
      const { root, otel_trace_id } = await site.ask<TraceView>(`/api/tasks/${failed.task_id}/trace`);
      const sent = collector.spans().filter(({ traceId }) => traceId === otel_trace_id);
      const kept = new Set(spansOf(root).map(({ otel_span_id }) => otel_span_id));
      const isAll = isDeepStrictEqual(kept, new Set(sent.map(({ spanId }) => spanId)));
      return isAll && kept.size > 1 ? { root, sent } : undefined;
    });
    for (const { resource } of sent) expect(resource['service.name']).toBe('chimera-of-the-test');
    expect(sent.find(({ spanId }) => spanId === root.otel_span_id)).toMatchObject({
      ...{ name: 'task', parentSpanId: '', start: BigInt(Date.parse(root.started_at)) * 1_000_000n },
      attributes: { 'chimera.task_id': failed.task_id, 'chimera.span_status': 'error', 'chimera.status': 'failed' },
    });
  });

  it('is below the caller’s span where one came with the request', () => {
    const roots = collector.spans().filter(({ parentSpanId }) => parentSpanId === CALLER.span_id);
    expect(new Set(roots.map(({ spanId }) => spanId))).toEqual(new Set([trace.root.otel_span_id]));
  });
});
