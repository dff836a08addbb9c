import type { SpendingParameters } from '../../contract/spending.ts';
import { SPENDING_GROUPS } from '../../contract/spending.ts';
import type { CommandContext } from '../command-context.ts';
import { wrongOption } from '../failure.ts';
import { budgetLines, spentLines } from '../view/spent-lines.ts';
import { timeOf } from './since.ts';

/** The options of `chimera spending`. */
export interface SpendingOptions {
  readonly by?: string;
  readonly project?: string;
  readonly agent?: string;
  readonly model?: string;
  /** A time, or an age such as "2h". */
  readonly since?: string;
}

/** `chimera spending [task_id]`: what agents' models cost, of a task or of all; by round for a task, else by model. */
export async function spending(
  context: CommandContext,
  task: string | undefined,
  { by = task === undefined ? 'model' : 'round', since, ...filter }: SpendingOptions,
): Promise<void> {
  const group = SPENDING_GROUPS.find((known) => known === by);
  if (group === undefined) throw wrongOption('--by', `must be one of ${SPENDING_GROUPS.join(', ')}, not "${by}"`);
  const { project, agent, model } = filter;
  const query: SpendingParameters = {
    by: group,
    ...(task === undefined ? {} : { task }),
    ...(project === undefined ? {} : { project }),
    ...(agent === undefined ? {} : { agent }),
    ...(model === undefined ? {} : { model }),
    ...(since === undefined ? {} : { from: timeOf(since, Date.now()) }),
  };
  const found = await (await context.api()).spending(query);
  context.answer(found, spentLines(found, context));
}

/** `chimera budgets`: how far today's budgets are used up. */
export async function budgets(context: CommandContext, { all }: { readonly all?: boolean }): Promise<void> {
  const found = await (await context.api()).budgets();
  context.answer(found, budgetLines(found, { ...context, all: all === true }));
}
