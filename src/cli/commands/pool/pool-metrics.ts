import type { CommandContext } from '../../command-context.ts';
import { metricRows } from '../../view/pool/metric-rows.ts';
import type { PoolOptions } from './pool-options.ts';

/** `chimera pool metrics`: a pool in figures, under the names they have as JSON. */
export async function poolMetrics(context: CommandContext, { pool: name }: PoolOptions): Promise<void> {
  const { pool } = await context.api();
  const answer = await pool.metrics(name);
  context.answer(answer, metricRows(answer, context.colours));
}
