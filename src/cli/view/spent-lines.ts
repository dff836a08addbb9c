import { usdText } from '../../domain/money/usd-text.ts';
import type { Ansis } from 'ansis';
import type { BudgetsView, SpendingView } from '../../contract/spending.ts';
import { bar } from '../../domain/report/bar.ts';
import { whole } from '../../text/whole.ts';
import { moment } from './moment.ts';
import { type Column, table } from './table.ts';
import type { Colour } from './tone.ts';

type Part = SpendingView['parts'][number];
type Use = BudgetsView['uses'][number];

/** How lines are drawn. */
interface Drawing {
  readonly colours: Ansis;
  readonly width: number;
}

/** How the state of a budget is shown. */
const STATES: Readonly<Record<Use['state'], { readonly text: string; readonly colour: Colour }>> = {
  well: { text: 'well', colour: 'green' },
  warned: { text: 'nearly spent', colour: 'yellow' },
  spent: { text: 'spent', colour: 'red' },
};

/** Characters of a bar, so that a line fits in 80. */
const BAR_CELLS = 8;

/** Budgets that are well and shown all the same when they are few. */
const SHOWN_WHOLE = 12;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const TITLES: Readonly<Record<SpendingView['by'], string>> = {
  project: 'PROJECT',
  task: 'TASK',
  phase: 'PHASE',
  round: 'PHASE AND ROUND',
  agent: 'AGENT',
  model: 'MODEL',
  day: 'DAY (UTC)',
};

/** What was spent, a line a part. */
export function spentLines(found: SpendingView, { colours, width }: Drawing): readonly string[] {
  const { from, to, by, total, parts, prices_as_of } = found;
  const since = from === null ? '' : ` from ${moment(from)} to ${moment(to)}`;
  if (total.requests === 0) return [`No agent asked a model${since}, as far as Chimera saw.`];
  const columns: readonly Column<Part>[] = [
    { title: TITLES[by], text: ({ name }) => name },
    { title: 'REQUESTS', align: 'right', leave: 4, text: ({ requests }) => whole(requests) },
    { title: 'REFUSED', align: 'right', leave: 3, text: ({ refused }) => whole(refused) },
    { title: 'INPUT', align: 'right', text: ({ input }) => whole(input) },
    { title: 'CACHED', align: 'right', leave: 5, text: ({ cached }) => whole(cached) },
    { title: 'OUTPUT', align: 'right', text: ({ output }) => whole(output) },
    { title: 'COST', align: 'right', text: (part) => costText(part) },
    { title: 'SHARE', align: 'right', leave: 2, text: ({ share }) => percent(share) },
    { title: '', leave: 1, text: ({ share }) => bar(share, BAR_CELLS) },
  ];
  const notes = [
    ...(total.estimated_usd > 0
      ? [`${usdText(total.estimated_usd)} of it is an estimate: of answers whose end was not waited for.`]
      : []),
    ...(total.unpriced > 0
      ? [`The cost is not known of ${whole(total.unpriced)} requests (≥): name their models under prices.`]
      : []),
  ];
  return [
    `${colours.bold(usdText(total.cost_usd))} for ${whole(total.tokens)} tokens in ${whole(total.requests)} requests`,
    ...(since === '' ? [] : [colours.gray(since.trim())]),
    ...table(columns, parts, { colours, width }),
    ...notes.map((note) => colours.yellow(note)),
    colours.gray(`List prices as of ${prices_as_of}; those under prices in the configuration win.`),
  ];
}

/** How far today's budgets are used up; those that are not well first, and of many the others only counted. */
export function budgetLines(
  { day, task, uses }: BudgetsView,
  { colours, width, all }: Drawing & { readonly all: boolean },
): readonly string[] {
  const each = [
    ...(task.usd === null ? [] : [usdText(task.usd)]),
    ...(task.tokens === null ? [] : [`${whole(task.tokens)} tokens`]),
  ];
  const ofTask = each.length === 0 ? [] : [`A task may spend ${each.join(' and ')}.`];
  if (uses.length === 0) {
    const none = 'No budget of a day is set: one would be budgets: { usd_per_day: 100 }.';
    return [...ofTask, none];
  }
  const troubled = uses.filter(({ state }) => state !== 'well');
  const isWhole = all || uses.length <= SHOWN_WHOLE;
  const shown = (isWhole ? uses : uses.filter(({ state, project }) => state !== 'well' || project === null)).toSorted(
    (one, other) => Number(one.project !== null) - Number(other.project !== null) || other.share - one.share,
  );
  const columns: readonly Column<Use>[] = [
    { title: `TODAY, ${day} (UTC)`, cut: 'name', text: ({ project }) => project ?? 'all projects' },
    { title: 'SPENT', align: 'right', text: ({ unit, spent }) => amount(unit, spent) },
    { title: 'BUDGET', align: 'right', text: ({ unit, limit }) => amount(unit, limit) },
    { title: 'USED', align: 'right', text: ({ share }) => percent(share) },
    { title: '', leave: 1, text: ({ share }) => bar(Math.min(1, share), BAR_CELLS) },
    { title: 'STATE', text: ({ state }) => STATES[state].text, colour: ({ state }) => STATES[state].colour },
  ];
  const first =
    troubled.length === 0
      ? colours.green(`None of ${uses.length} budgets is nearly spent`)
      : colours.yellow(
          `${troubled.length} of ${uses.length} budgets ${troubled.length === 1 ? 'is' : 'are'} spent, or nearly`,
        );
  const left = uses.length - shown.length;
  return [
    first,
    ...ofTask,
    ...table(columns, shown, { colours, width }),
    ...(left > 0 ? [colours.gray(`… and ${left} of projects that are well (--all shows them)`)] : []),
  ];
}

function costText({ cost_usd, unpriced }: Part): string {
  return unpriced > 0 ? `≥ ${usdText(cost_usd)}` : usdText(cost_usd);
}

function amount(unit: Use['unit'], value: number): string {
  return unit === 'usd' ? usdText(value) : `${whole(value)} tokens`;
}
