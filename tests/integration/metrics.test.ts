import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phase, PHASE_PROFILES, PHASES } from '../../src/domain/phase.ts';
import { findTool } from '../../src/toolchain/index.ts';
import type { TaskView } from '../../src/contract/task/task.ts';
import { type Ground, prepareGround } from '../chaos/ground/ground.ts';
import type { JournalEntry } from '../chaos/ground/journal.ts';
import { untilOver } from '../chaos/scenarios/progress.ts';
import { eventually } from '../support/eventually.ts';
import { metricsAddress, type Prometheus, startPrometheus } from './metrics.site.ts';

const TASKS = 50;
const SEED = 7;
const LIMIT_MS = 15 * 60_000;

const program = (await findTool('prometheus'))?.path;

type Counts = Readonly<Record<string, number>>;

/** How many there are of each name, those of zero left out. */
function countsOf(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function phaseOf({ action }: JournalEntry): Phase {
  const phase = PHASES.find((phase) => PHASE_PROFILES[phase].action === action);
  if (phase === undefined) throw new Error(`No phase asks an agent for ${action}`);
  return phase;
}

describe.skipIf(program === undefined)('fifty tasks whose agents fail by a script', { timeout: LIMIT_MS }, () => {
  let ground: Ground;
  let prometheus: Prometheus;
  let tasks: readonly TaskView[];
  /** What the agents wrote down of their failures. */
  let injected: readonly JournalEntry[];

  beforeAll(async () => {
    ground = await prepareGround({
      seed: SEED,
      workers: 1,
      size: 6,
      agents: { failing: { rate: 0.2, actions: [] } },
      configuration: { retry: { schedule: { max_retries: 1, first_delay_ms: 100 } } },
    });
    const worker = await metricsAddress(ground.workers[0]?.logFile ?? '');
    const api = new URL(ground.api.url).host;
    prometheus = await startPrometheus(program ?? '', { 'chimera-api': [api], 'chimera-worker': [worker] });
    await eventually('the first scrape is done', async () =>
      (await prometheus.query('chimera_retry_attempts_total')).length > 0 ? true : undefined,
    );
    const ids = await ground.api.submit(TASKS, 'counted');
    await untilOver(ground, ids, LIMIT_MS);
    const seen = await Promise.all(ids.map((id) => ground.api.task(id)));
    tasks = seen.filter((task) => task !== undefined);
    injected = (await ground.journal()).filter(({ what }) => what === 'failed');
  }, LIMIT_MS);
  afterAll(async () => {
    await prometheus.stop();
    await ground.close(false);
  }, 120_000);

  /** The values of an expression by a label, once they are as expected, or what they are in the end. */
  const byLabel = async (expression: string, label: string, expected: Counts): Promise<Counts> => {
    let latest: Counts = {};
    await eventually(
      expression,
      async () => {
        const samples = await prometheus.query(expression);
        const found = samples.filter(({ value }) => value > 0).map(({ labels, value }) => [labels[label], value]);
        latest = Object.fromEntries(found) as Counts;
        return JSON.stringify(sorted(latest)) === JSON.stringify(sorted(expected)) ? true : undefined;
      },
      20_000,
    ).catch(() => undefined);
    return latest;
  };
  const sorted = (counts: Counts) => Object.entries(counts).toSorted();

  /** Rows of the database, counted by a column. */
  const stored = async (query: string): Promise<Counts> => {
    const client = new Client({ connectionString: ground.postgres.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string; count: string }>(query);
      return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
    } finally {
      await client.end();
    }
  };

  it('end as the API, Prometheus and the database say alike', async () => {
    const ends = countsOf(tasks.map(({ status }) => status));
    expect(tasks).toHaveLength(TASKS);
    expect(ends['completed']).toBeGreaterThan(0);
    expect(ends['dead_lettered']).toBeGreaterThan(0);
    expect(await byLabel('chimera_workflow_execution_calls_total > 0', 'status', ends)).toEqual(ends);
    expect(await byLabel('chimera_workflow_execution_calls > 0', 'status', ends)).toEqual(ends);
    const rows = () => stored('select status as name, count(*) from task_runs group by status');
    await expect.poll(rows, { timeout: 20_000 }).toEqual(ends);
    const parked = { default: ends['dead_lettered'] ?? 0 };
    expect(await byLabel('chimera_dlq_entries', 'pool', parked)).toEqual(parked);
  });

  it('have as many failures, by phase and by agent, as were injected', async () => {
    const byPhase = countsOf(injected.map(phaseOf));
    const failed = tasks.flatMap(({ phases }) =>
      phases.flatMap(({ phase, retries = [] }) => retries.filter(({ kind }) => kind === 'failed').map(() => phase)),
    );
    expect(countsOf(failed)).toEqual(byPhase);
    const rows = () => stored('select phase as name, count(*) from phase_runs where error is not null group by phase');
    await expect.poll(rows, { timeout: 20_000 }).toEqual(byPhase);

    const byAgent = countsOf(injected.map((entry) => `${PHASE_PROFILES[phaseOf(entry)].agent}@trial`));
    expect(await byLabel('sum by (agent) (agent_failures_total)', 'agent', byAgent)).toEqual(byAgent);
    expect(await byLabel('chimera_circuit_breaker_failure_total', 'agent', byAgent)).toEqual(byAgent);
  });

  it('are retried and given up as often as failures allow', async () => {
    const parked = tasks.filter(({ status }) => status === 'dead_lettered').length;
    const [exhausted] = await prometheus.query('sum(chimera_retry_exhausted_total)');
    const [retried] = await prometheus.query('sum(chimera_retry_attempts_total)');
    expect(exhausted?.value).toBe(parked);
    expect(retried?.value).toBe(injected.length - parked);
  });

  it('fill every panel of the dashboard', async () => {
    const file = new URL('../../deploy/grafana/dashboards/chimera.json', import.meta.url);
    const { panels } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly panels: readonly { title: string; targets?: readonly { expr: string }[] }[];
    };
    const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(queries.length).toBeGreaterThan(20);
    const empty: string[] = [];
    for (const { title, expr } of queries) {
      const found = (await prometheus.query(expr)).some(({ value }) => Number.isFinite(value));
      if (!found) empty.push(`${title}: ${expr}`);
    }
    expect(empty).toEqual([]);
  });
});
