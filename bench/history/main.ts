/**
 * How long the history of 24 hours takes among a million attempts of 30 days on a PostgreSQL of its own, beside the same
 * query with indexes forbidden: `npm run bench:history`.
 */
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/persistence/database.ts';
import { createHistoryStore } from '../../src/persistence/history/history-store.ts';
import { startPostgres } from '../../tests/support/postgres.ts';
import { median, percentile } from '../pipelines/statistics.ts';

const ROWS = 1_000_000;
const DAYS = 30;
const ROUNDS = 60;
const SCANS = 10;
const DAY_MS = 86_400_000;

/** Milliseconds of each of so many queries. */
async function times(rounds: number, query: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await query();
    taken.push(performance.now() - begun);
  }
  return taken;
}

const line = (name: string, taken: readonly number[]): string =>
  `  ${name.padEnd(44)} ${median(taken).toFixed(1).padStart(8)} ${percentile(taken, 0.99).toFixed(1).padStart(8)}\n`;

const postgres = await startPostgres();
const { db, close } = await openDatabase({ url: postgres.url });
try {
  process.stdout.write(`${ROWS.toLocaleString('en')} attempts of ${DAYS} days are written …\n`);
  await db.execute(sql`insert into phase_runs (task_id, project, phase, round, call, attempt, status, agent, started_at,
      finished_at, duration_ms, tokens_used, cost_usd, files_changed)
    select 'chimera-' || lpad(to_hex(n / 5), 12, '0'), (array['shop', 'blog', 'docs'])[1 + n / 5 % 3],
      (array['E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW', 'STAGING_DEPLOYMENT', 'E2E_VALIDATION'])[1 + n % 5],
      1, gen_random_uuid() || '/1', 1, case when n % 12 = 0 then 'failed' else 'passed' end,
      (array['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent', 'e2e-tester-agent'])[1 + n % 5],
      ended - taken * interval '1 ms', ended, taken, n % 4000, n % 100 / 1000.0, n % 7
    from (select n, now() - random() * ${DAYS} * interval '1 day' as ended, (1000 + random() * 900000)::bigint as taken
      from generate_series(0, ${ROWS - 1}) as n) as made`);
  await db.execute(sql`vacuum analyze phase_runs`);
  const history = createHistoryStore(db, DAYS, Date.now);
  const day = () => ({ from: Date.now() - DAY_MS, to: Date.now() });
  const found = await history.read(day());
  const all = await times(ROUNDS, () => history.read(day()));
  const hours = await times(ROUNDS, () => history.read({ ...day(), bucket: 'hour' }));
  const one = await times(ROUNDS, () => history.read({ ...day(), agent: 'coder-agent', project: 'shop' }));
  const scans = await times(SCANS, () =>
    db.transaction(async (statements) => {
      for (const way of ['indexscan', 'indexonlyscan', 'bitmapscan']) {
        await statements.execute(sql`set local ${sql.raw(`enable_${way}`)} = off`);
      }
      return createHistoryStore(statements, DAYS, Date.now).read(day());
    }),
  );
  process.stdout.write(
    `Milliseconds of a query of 24 h (${found.total?.runs ?? 0} attempts)\n` +
      `  ${''.padEnd(44)} ${'median'.padStart(8)} ${'p99'.padStart(8)}\n` +
      line('in total', all) +
      line('by the hour, with the total', hours) +
      line('of one agent and project', one) +
      line('in total, by a full scan', scans) +
      `  the full scan takes ${(median(scans) / median(all)).toFixed(1)} times as long\n`,
  );
} finally {
  await close();
  await postgres.stop();
}
