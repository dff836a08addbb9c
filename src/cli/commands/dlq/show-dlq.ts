import { DEAD_LETTER_STATUSES } from '../../../domain/dead-letter.ts';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { wrongOption } from '../../failure.ts';
import { deadLetterPanel } from '../../view/dlq/dead-letter-panel.ts';
import { deadLetterTable, groupTable } from '../../view/dlq/dead-letter-tables.ts';
import { wholeNumber } from '../whole-number.ts';
import { filterOf, type FilterOptions } from './dlq-filter.ts';

/** The options of `chimera dlq list`. */
export interface DlqListOptions extends CommonOptions, FilterOptions {
  readonly status?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

const STATUSES = [...DEAD_LETTER_STATUSES, 'any'] as const;
const MOST = 500;

/** `chimera dlq list`: what is parked, newest first, one page. */
export async function listDeadLetters(context: CommandContext, options: DlqListOptions): Promise<void> {
  const { status, limit, cursor } = options;
  const known = STATUSES.find((one) => one === status);
  if (status !== undefined && known === undefined) {
    throw wrongOption('--status', `must be one of ${STATUSES.join(', ')}, not "${status}"`);
  }
  const listing = {
    ...filterOf(options, Date.now()),
    ...(known === undefined ? {} : { status: known }),
    ...(limit === undefined ? {} : { limit: String(wholeNumber('--limit', limit, 1, MOST)) }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const { dlq } = await context.api();
  const page = await dlq.list(listing);
  const { colours, width } = context;
  const more = page.next_cursor === null ? [] : [colours.gray(`More with: --cursor ${page.next_cursor}`)];
  context.answer(page, [...deadLetterTable(page, colours, width, Date.now()), ...more]);
}

/** `chimera dlq groups`: what went wrong, and how often. */
export async function showGroups(context: CommandContext, options: FilterOptions): Promise<void> {
  const filter = filterOf(options, Date.now());
  const { dlq } = await context.api();
  const answer = await dlq.groups(filter);
  const { colours, width } = context;
  context.answer(answer, groupTable(answer, colours, width, Date.now()));
}

/** `chimera dlq show`: one dead letter with all that is known of it. */
export async function showDeadLetter(context: CommandContext, id: string): Promise<void> {
  const { dlq } = await context.api();
  const entry = await dlq.get(id);
  const { colours, width } = context;
  context.answer(entry, deadLetterPanel(entry, { colours, width, now: Date.now() }));
}
