import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema, type SystemReport } from '../../src/contract/report.ts';
import type { TaskView } from '../../src/contract/task/task.ts';
import { type AgentName, PHASE_PROFILES, PHASES } from '../../src/domain/phase.ts';
import { type Ground, prepareGround } from '../chaos/ground/ground.ts';
import type { JournalEntry } from '../chaos/ground/journal.ts';
import { untilOver } from '../chaos/scenarios/progress.ts';
import { eventually } from '../support/eventually.ts';

const TASKS = 12;
const SEED = 11;
const LIMIT_MS = 10 * 60_000;
const USED = { tokens_used: 1_000, cost_usd: 0.25 };

const count = <T>(all: readonly T[], fits: (one: T) => boolean): number => all.filter(fits).length;
const phaseOf = ({ action }: JournalEntry) => PHASES.find((phase) => PHASE_PROFILES[phase].action === action);

describe('a report on tasks that end in known ways', { timeout: LIMIT_MS }, () => {
  let ground: Ground;
  let tasks: readonly TaskView[];
  /** What the agents wrote down: calls that were answered, and calls that failed. */
  let answered: readonly JournalEntry[];
  let failed: readonly JournalEntry[];
  let report: SystemReport;

  const ask = (query = '', accept = 'application/json') =>
    fetch(new URL(`/api/reports/health${query}`, ground.api.url), { headers: { accept } });
  const statusesOf = (status: TaskView['status']): number => count(tasks, (task) => task.status === status);
  const read = async (): Promise<SystemReport> => reportSchema.parse(await (await ask()).json());

  beforeAll(async () => {
    ground = await prepareGround({
      seed: SEED,
      workers: 1,
      size: 6,
      agents: { failing: { rate: 0.25, actions: [] }, usage: USED },
      configuration: { retry: { schedule: { max_retries: 1, first_delay_ms: 100 } } },
    });
    const ids = await ground.api.submit(TASKS, 'reported');
    await untilOver(ground, ids, LIMIT_MS);
    const hold = join(ground.directory, 'hold-generate_test');
    await writeFile(hold, '');
    const [cancelled = ''] = await ground.api.submit(1, 'not wanted');
    await eventually('its agent works', async () =>
      (await ground.journal()).some(({ task, what }) => task === cancelled && what === 'begin') ? true : undefined,
    );
    await ground.api.ask(`/api/tasks/${cancelled}/cancel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    await untilOver(ground, [cancelled], LIMIT_MS);
    await rm(hold);
    const seen = await Promise.all([...ids, cancelled].map((id) => ground.api.task(id)));
    tasks = seen.filter((task) => task !== undefined);
    const journal = await ground.journal();
    answered = journal.filter(({ what }) => what === 'end');
    failed = journal.filter(({ what }) => what === 'failed');
    // Records are written in the background.
    report = await eventually('all is recorded', async () => {
      const now = await read();
      const recorded = now.spending?.total.calls ?? 0;
      const isAll = now.tasks?.ended.completed === statusesOf('completed') && now.tasks.ended.cancelled === 1;
      return isAll && recorded > answered.length + failed.length ? now : undefined;
    });
  }, LIMIT_MS);
  afterAll(() => ground.close(false), 120_000);

  it('counts tasks by how they ended', () => {
    const completed = statusesOf('completed');
    const parked = statusesOf('dead_lettered');
    expect([completed > 0, parked > 0, completed + parked]).toEqual([true, true, TASKS]);
    expect(report.tasks).toMatchObject({
      accepted: TASKS + 1,
      ended: { completed, failed: 0, dead_lettered: parked, discarded: 0, cancelled: 1 },
      success_rate: completed / TASKS,
      now: { queued: 0, running: 0, dead_lettered: parked },
    });
  });

  it('counts the attempts of phases and how they failed', () => {
    for (const { phase, attempts, failed: failures, success_rate, spread, duration } of report.phases ?? []) {
      const failedCalls = count(failed, (entry) => phaseOf(entry) === phase);
      const calls = failedCalls + count(answered, (entry) => phaseOf(entry) === phase);
      // The attempt that was cancelled says nothing of its phase: it is not among them.
      expect([phase, attempts, failures]).toEqual([phase, calls, failedCalls]);
      expect(success_rate).toBeCloseTo((attempts - failures) / attempts);
      expect(spread.reduce((sum, { runs }) => sum + runs, 0)).toBe(attempts);
      expect(duration?.p50_ms).toBeLessThanOrEqual(duration?.p99_ms ?? 0);
    }
    expect(report.phases?.map(({ phase }) => phase)).toEqual([...PHASES]);
  });

  it('counts calls by agent, and what they used by project, agent and phase', () => {
    const by = (agent: AgentName) => (entry: JournalEntry) => {
      const phase = phaseOf(entry);
      return phase !== undefined && PHASE_PROFILES[phase].agent === agent;
    };
    for (const agent of ['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'] as const) {
      const found = report.agents?.find(({ name }) => name === `${agent}@trial`);
      expect(found).toMatchObject({ answered: count(answered, by(agent)), failed: count(failed, by(agent)) });
      const spent = report.spending?.by_agent.find(({ name }) => name === `${agent}@trial`);
      expect(spent?.tokens_used).toBe(count(answered, by(agent)) * USED.tokens_used);
    }
    const total = { tokens_used: answered.length * USED.tokens_used, cost_usd: answered.length * USED.cost_usd };
    expect(report.spending?.total).toEqual({ calls: answered.length + failed.length + 1, ...total });
    expect(report.spending?.by_project).toMatchObject([{ name: 'trial', ...total, share: 1 }]);
    const completed = statusesOf('completed');
    expect(report.spending?.per_completed_task).toEqual({
      tokens_used: total.tokens_used / completed,
      cost_usd: total.cost_usd / completed,
    });
    expect(report.spending?.by_phase.reduce((sum, { cost_usd }) => sum + cost_usd, 0)).toBeCloseTo(total.cost_usd);
  });

  it('groups the failures of the parked tasks by their errors', () => {
    const parked = tasks.filter(({ status }) => status === 'dead_lettered');
    const groups = report.failures?.groups ?? [];
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(parked.length);
    for (const { example, phases, type } of groups) {
      const task = parked.find(({ task_id }) => task_id === example);
      expect(phases).toContain(task?.error?.phase);
      expect(task?.error?.type).toBe(type);
    }
  });

  it('says of the system what its health says', async () => {
    const health = (await ground.api.ask('/api/health')).body as { status: string; checks: { name: string }[] };
    const now = await read();
    expect(now.checks.map(({ name }) => name)).toEqual(health.checks.map(({ name }) => name));
    expect(now.unknown).toEqual([]);
    expect(now.uptime.workers).toBe(1);
    expect(now.workers).toMatchObject([{ state: 'HEALTHY', uptime: 1 }]);
    const coder = now.agents?.find(({ name }) => name === 'coder-agent@trial');
    expect(coder).toMatchObject({ state: 'HEALTHY', uptime: 1, problems: expect.any(Array) as string[] });
    expect(now.uptime.api_seconds).toBeGreaterThan(0);
    const { value, at_most } = now.score;
    expect(at_most).toBeGreaterThanOrEqual(value ?? 101);
  });

  it('is a page of Markdown with the same figures', async () => {
    const answer = await ask('?hours=1', 'text/markdown');
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const text = await answer.text();
    expect(text).toContain(`${TASKS + 1} accepted, ${TASKS + 1} came to rest`);
    expect(text).toMatch(new RegExp(String.raw`\| completed +\| +${statusesOf('completed')} \|`));
    expect(text).toContain(`| coder-agent\\@trial`);
  });
});
