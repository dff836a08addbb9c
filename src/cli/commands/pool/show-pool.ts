import type { CommandContext } from '../../command-context.ts';
import { poolPanel } from '../../view/pool/pool-panel.ts';
import type { PoolCommandOptions } from './pool-options.ts';
import { watchPool } from './watch-pool.ts';

/** The options of `chimera pool`. */
export interface ShowPoolOptions extends PoolCommandOptions {
  readonly all?: boolean;
  readonly watch?: boolean;
}

const ROWS_SHOWN = 20;

/** `chimera pool`: a pool as it stands, the first 20 rows a table or all of them; with --watch as it moves. */
export async function showPool(context: CommandContext, { pool: name, all, watch }: ShowPoolOptions): Promise<void> {
  const { pool } = await context.api();
  const most = all === true ? Number.POSITIVE_INFINITY : ROWS_SHOWN;
  if (watch === true) return watchPool(context, pool, name, most);
  const view = await pool.view(name);
  const { colours, width } = context;
  context.answer(view, poolPanel(view, { colours, width, now: Date.now(), most }));
}
