import { sql } from 'drizzle-orm';
import type { Queries } from '../../src/persistence/database.ts';

const PHASES = sql.raw(
  `(array['E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW', 'STAGING_DEPLOYMENT', 'E2E_VALIDATION'])`,
);
const AGENTS = sql.raw(`(array['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'])`);
const PROJECTS = sql.raw(`(array['shop', 'blog', 'docs'])`);
const TASK = sql.raw(`'chimera-' || lpad(to_hex(n / 5), 12, '0')`);
/** Spread over 30 days. */
const TIME = sql.raw(`now() - (n % 43200) * interval '1 minute'`);

/** Some 2 KB of a feature, and of a task's state about 3 KB, which is usual. */
const FEATURE = sql.raw(
  `'Open the shop. I see "Offer ' || n || '". ' || repeat('Click "Add to cart" and I see "Total". ', 50)`,
);
const STATE = sql.raw(
  `jsonb_build_object('task_id', n, 'phases', repeat('{"phase":"CODE_IMPLEMENTATION","attempts":1}', 60))`,
);

/** Writes so many attempts with all that goes with them; a tenth of the tasks was parked. */
export async function fillDatabase(db: Queries, rows: number): Promise<void> {
  const tasks = Math.ceil(rows / 5);
  for (let from = 0; from < tasks; from += 5_000) {
    const series = sql.raw(`generate_series(${from}, ${Math.min(from + 5_000, tasks) - 1}) as n`);
    await db.execute(sql`insert into task_runs (task_id, project, feature, target_url, priority, status, phase, created_at,
        started_at, finished_at, duration_ms, progress, search_text, state)
      select 'chimera-' || lpad(to_hex(n), 12, '0'), ${PROJECTS}[1 + n % 3], ${FEATURE}, 'http://localhost:3000', 5,
        case when n % 10 = 0 then 'failed' else 'completed' end, 'COMPLETE', ${TIME}, ${TIME}, ${TIME}, 1000 + n % 900000, 1,
        lower(${FEATURE}), ${STATE} from ${series}`);
    await db.execute(sql`insert into dead_letters (id, task_id, generation, project, priority, feature, status, phase, error_type,
        error_message, error_group, error_pattern, retry_count, failed_at, investigated, workflow_state)
      select 'chimera-' || lpad(to_hex(n), 12, '0') || '-1', 'chimera-' || lpad(to_hex(n), 12, '0'), 1, ${PROJECTS}[1 + n % 3], 5,
        ${FEATURE}, case when n % 30 = 0 then 'parked' else 'discarded' end, 'CODE_IMPLEMENTATION', 'TransientAgentError',
        'error ' || n, md5((n % 500)::text), 'error <n>', 3, ${TIME}, false, ${STATE}
      from ${series} where n % 10 = 0`);
  }
  for (let from = 0; from < rows; from += 20_000) {
    const series = sql.raw(`generate_series(${from}, ${Math.min(from + 20_000, rows) - 1}) as n`);
    await db.execute(sql`insert into phase_runs (task_id, project, phase, round, call, attempt, status, agent, started_at,
        finished_at, duration_ms, tokens_used, cost_usd, files_changed, error)
      select ${TASK}, ${PROJECTS}[1 + n / 5 % 3], ${PHASES}[1 + n % 5], 1, gen_random_uuid() || '/1', 1,
        case when n % 12 = 0 then 'failed' else 'passed' end, ${AGENTS}[1 + n % 4], ${TIME}, ${TIME}, 1000 + n % 900000,
        n % 4000, n % 100 / 1000.0, n % 7, case when n % 12 = 0 then 'error ' || n end from ${series}`);
    await db.execute(sql`insert into agent_metrics (id, agent, task_id, project, phase, round, ended_at, duration_ms, outcome,
        tokens_used, cost_usd)
      select 'call-' || n, ${AGENTS}[1 + n % 4], ${TASK}, ${PROJECTS}[1 + n / 5 % 3], ${PHASES}[1 + n % 5], 1, ${TIME},
        1000 + n % 900000, case when n % 12 = 0 then 'transient' else 'answered' end, n % 4000, n % 100 / 1000.0
      from ${series}`);
    await db.execute(sql`insert into profile_sections (task_id, project, phase, round, started_at, ended_at, agent_request_ms,
        state_transition_ms, db_update_ms, retry_wait_ms, other_ms, background_ms)
      select ${TASK}, ${PROJECTS}[1 + n / 5 % 3], ${PHASES}[1 + n % 5], 1, ${TIME}, ${TIME}, n % 60000, n % 100, n % 10, 0,
        n % 300, n % 5 from ${series}`);
    await db.execute(sql`insert into spans (span_id, trace_id, task_id, kind, name, started_at, ended_at, status, attributes)
      select 'span-' || n || '-' || part, 'trace-' || n / 5, ${TASK}, 'attempt', 'attempt', ${TIME}, ${TIME}, 'ok', '{"round":1}'
      from ${series}, generate_series(1, 2) as part`);
  }
  await db.execute(sql`vacuum analyze`);
}
