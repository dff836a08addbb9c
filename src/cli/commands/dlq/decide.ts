import { type DecisionKind, STATUS_AFTER } from '../../../domain/dead-letter.ts';
import type { BulkDone, BulkDryRun } from '../../../contract/dead-letter/dead-letter.ts';
import type { BulkFilter } from '../../../contract/dead-letter/requests.ts';
import type { DeadLetterClient, GivenDecision } from '../../api/dead-letter-client.ts';
import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-code.ts';
import { wrongOption } from '../../failure.ts';
import { type BudgetOptions, budgetOptions } from '../budget-options.ts';
import { filterOf, type FilterOptions } from './dlq-filter.ts';

/** The options of `chimera dlq requeue` and `discard`. */
export interface DecideOptions extends CommonOptions, FilterOptions, BudgetOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}

/** A filter that everything passes: the API takes none that is empty. */
const EVERYTHING: BulkFilter = { since: new Date(0).toISOString() };

/**
 * `chimera dlq requeue` and `discard`: for the entries that are named, or for all that fit; those are counted first, and
 * nothing is done without --yes. Exits with 1 when an entry was refused.
 */
export async function decide(
  context: CommandContext,
  kind: DecisionKind,
  ids: readonly string[],
  options: DecideOptions,
): Promise<void> {
  const filter = chosen(kind, ids, options);
  const decision = decisionOf(options);
  if (kind === 'discard' && decision.reason === undefined)
    throw wrongOption('--reason', 'is missing: say why it is discarded');
  const { dlq } = await context.api();
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const entry = await dlq.decide(kind, only, decision);
    context.answer(entry, [`${entry.id} is ${STATUS_AFTER[kind]}: ${entry.task_id}, ${entry.phase}`]);
    return;
  }
  if (ids.length === 0 && options.yes !== true) {
    preview(context, kind, await dlq.dryRun(kind, filter, decision));
    return;
  }
  const outcome = await decideAll(dlq, kind, filter, decision);
  if (outcome.refused.length > 0) context.exit(EXIT_CODES.unsuccessful);
  context.answer(outcome, [
    `${outcome.done.length} of ${outcome.count + outcome.remaining} ${STATUS_AFTER[kind]}`,
    ...outcome.refused.map(({ id, reason }) => `  ${context.colours.red('✖')} ${id}: ${reason}`),
  ]);
}

function decisionOf(options: DecideOptions): GivenDecision {
  const { reason } = options;
  return { ...(reason === undefined ? {} : { reason }), ...budgetOptions(options) };
}

function preview(context: CommandContext, kind: DecisionKind, answer: BulkDryRun): void {
  const { count, ids } = answer;
  const more = count > ids.length ? [`  … and ${count - ids.length} more`] : [];
  const next = count === 0 ? 'Nothing fits.' : `${count} would be ${STATUS_AFTER[kind]}; do it with --yes:`;
  context.answer(answer, [next, ...ids.map((id) => `  ${id}`), ...more]);
}

/** Asks again while entries remain and something is done. */
async function decideAll(
  dlq: DeadLetterClient,
  kind: DecisionKind,
  filter: BulkFilter,
  decision: GivenDecision,
): Promise<BulkDone> {
  const done: string[] = [];
  const refused = new Map<string, BulkDone['refused'][number]>();
  let last: BulkDone;
  do {
    last = await dlq.decideMany(kind, filter, decision);
    done.push(...last.done);
    for (const one of last.refused) refused.set(one.id, one);
  } while (last.remaining > 0 && last.done.length > 0);
  return { ...last, count: done.length + refused.size, done, refused: [...refused.values()] };
}

function chosen(kind: DecisionKind, ids: readonly string[], options: DecideOptions): BulkFilter {
  const filter = filterOf(options, Date.now());
  const isFiltered = Object.keys(filter).length > 0;
  const ways = [ids.length > 0, isFiltered, options.all === true].filter(Boolean).length;
  if (ways === 0) {
    throw wrongOption(`dlq ${kind}`, 'needs ids, or --phase, --project, --group or --since, or --all');
  }
  if (ways > 1) throw wrongOption(`dlq ${kind}`, 'takes either ids, or a filter, or --all');
  if (ids.length > 0) return { ids: [...ids] };
  return isFiltered ? filter : EVERYTHING;
}
