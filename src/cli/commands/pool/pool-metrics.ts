import type { CommandContext } from '../../command-context.ts';
import { metricRows } from '../../view/pool/metric-rows.ts';
import { staleNote } from '../../view/pool/stale-note.ts';
import type { PoolCommandOptions } from './pool-options.ts';

/** `chimera pool metrics`: a pool in figures, under the names they have as JSON. */
export async function showPoolMetrics(context: CommandContext, { pool: name }: PoolCommandOptions): Promise<void> {
  const { pool } = await context.api();
  const answer = await pool.metrics(name);
  const { colours } = context;
  context.answer(answer, [...metricRows(answer, colours), ...staleNote(answer, colours, Date.now())]);
}
