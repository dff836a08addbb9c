import { TASK_STATUSES } from '../../domain/task.ts';
import type { CommandContext } from '../command-context.ts';
import { wrongOption } from '../failure.ts';
import { taskTable } from '../view/task-table.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `chimera list`. */
export interface ListOptions {
  readonly status?: string;
  readonly project?: string;
  readonly q?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/** `chimera list`: the tasks, newest first, one page. */
export async function list(context: CommandContext, { limit, status, project, q, cursor }: ListOptions): Promise<void> {
  const known = TASK_STATUSES.find((one) => one === status);
  if (status !== undefined && known === undefined) {
    throw wrongOption('--status', `must be one of ${TASK_STATUSES.join(', ')}, not "${status}"`);
  }
  const api = await context.api();
  const page = await api.list({
    ...(known === undefined ? {} : { status: known }),
    ...(project === undefined ? {} : { project }),
    ...(q === undefined ? {} : { q }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(limit === undefined ? {} : { limit: String(wholeNumber('--limit', limit, 1, 200)) }),
  });
  const { colours, width } = context;
  const more = page.next_cursor === null ? [] : [colours.gray(`More with: --cursor ${page.next_cursor}`)];
  context.answer(page, [...taskTable(page, colours, width, Date.now()), ...more]);
}
