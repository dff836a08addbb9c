import type { CommandContext } from '../../command-context.ts';
import { decisionTable } from '../../view/pool/decision-table.ts';
import { staleNote } from '../../view/pool/stale-note.ts';
import { wholeNumber } from '../whole-number.ts';
import type { PoolCommandOptions } from './pool-options.ts';

/** The options of `chimera pool decisions`. */
export interface PoolDecisionsOptions extends PoolCommandOptions {
  readonly limit?: string;
}

const mostRemembered = 100;

/** `chimera pool decisions`: what a pool decided about its size, mode and intake, newest first. */
export async function poolDecisions(
  context: CommandContext,
  { pool: name, limit }: PoolDecisionsOptions,
): Promise<void> {
  const wanted = limit === undefined ? undefined : wholeNumber('--limit', limit, 1, mostRemembered);
  const { pool } = await context.api();
  const answer = await pool.decisions(name, wanted);
  const { colours, width } = context;
  context.answer(answer, [...decisionTable(answer, colours, width), ...staleNote(answer, colours, Date.now())]);
}
