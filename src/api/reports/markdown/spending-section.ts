import type { SystemReport } from '../../../contract/report.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { dollars, percent } from './figures.ts';
import { whole } from '../../../text/whole.ts';
import { rest, ROWS_TOLD, markdownTable } from './table.ts';

type Spending = NonNullable<SystemReport['spending']>;

/** What agents used, as far as they say so: in all, a completed task, by project, agent and phase. */
export function spendingLines(spending: Spending): readonly string[] {
  const { total, per_completed_task: each, by_project, by_agent, by_phase, by_model } = spending;
  const sum = `${whole(total.calls)} calls, ${whole(total.tokens_used)} tokens, ${dollars(total.cost_usd)}.`;
  const perTask =
    each === null ? [] : [`For each completed task ${whole(each.tokens_used)} tokens, ${dollars(each.cost_usd)}.`];
  if (total.calls === 0) return [sum];
  const sets = Object.entries({ Project: by_project, Agent: by_agent, Phase: by_phase, Model: by_model });
  return [sum, ...perTask, ...sets.flatMap(([title, parts]) => ['', ...partsTable(title, parts)])];
}

function partsTable(title: string, parts: Spending['by_project']): readonly string[] {
  return [
    ...markdownTable(
      [
        { title, cell: ({ name }) => escaped(name) },
        { title: 'Calls', align: 'right', cell: ({ calls }) => whole(calls) },
        { title: 'Tokens', align: 'right', cell: ({ tokens_used }) => whole(tokens_used) },
        { title: 'Cost', align: 'right', cell: ({ cost_usd }) => dollars(cost_usd) },
        { title: 'Share', align: 'right', cell: ({ share }) => percent(share) },
        { title: '', cell: ({ share }) => bar(share) },
      ],
      parts.slice(0, ROWS_TOLD),
    ),
    ...rest(parts.length, `more of them`),
  ];
}
