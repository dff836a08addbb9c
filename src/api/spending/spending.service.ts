import { MOST_PARTS, type BudgetsView, type SpendingRequest, type SpendingView } from '../../contract/spending.ts';
import {
  type Amount,
  type Budgets,
  type BudgetUse,
  limitsOf,
  NOTHING_SPENT,
  useOf,
} from '../../domain/money/budget.ts';
import { PRICES_AS_OF } from '../../domain/money/price-table.ts';
import { shareOf, totalSpending } from '../../domain/money/spending.ts';
import type { LedgerStore } from '../../persistence/ledger/ledger-store.ts';
import type { NamedSpending } from '../../persistence/ledger/spending.ts';
import type { ApiLog } from '../api-log.ts';
import { spanOfTime } from '../history/span-of-time.ts';
import { fromStore } from '../problem/from-store.ts';

/** What spending is read with. */
export interface SpendingParts {
  readonly ledger: Pick<LedgerStore, 'by'>;
  readonly budgets: Budgets;
  /** The names of the declared projects. */
  readonly projects: readonly string[];
  readonly log: ApiLog;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** What agents' models cost, by the ledger. */
export class SpendingService {
  readonly #parts: SpendingParts;

  constructor(parts: SpendingParts) {
    this.#parts = parts;
  }

  /** @throws {Problem} 422 for a time that is to begin after its end, 503 while the database is away. */
  async read({ by, ...request }: SpendingRequest): Promise<SpendingView> {
    const { ledger, now } = this.#parts;
    const wholeTask = request.task !== undefined && request.from === undefined;
    const { from, to } = spanOfTime(wholeTask ? { ...request, from: 0 } : request, now());
    const found = await this.#stored(ledger.by(by, { ...request, from, to }));
    const total = totalSpending(found);
    const parts = by === 'day' ? latest(found) : dearest(found);
    return {
      from: wholeTask ? null : new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      by,
      prices_as_of: PRICES_AS_OF,
      total: { ...total },
      parts: parts.map((part) => ({ ...part, share: shareOf(part, total) })),
    };
  }

  /** @throws {Problem} 503 while the database is away. */
  async budgets(): Promise<BudgetsView> {
    const { ledger, budgets, projects, now } = this.#parts;
    const to = now();
    const day = new Date(to).toISOString().slice(0, 10);
    const found = await this.#stored(ledger.by('project', { from: Date.parse(day), to: to + 1 }));
    const spentBy = new Map(found.map(({ name, cost_usd, tokens }) => [name, { usd: cost_usd, tokens }]));
    const { cost_usd, tokens } = totalSpending(found);
    const uses = (scope: 'day' | 'project_day', project: string | null, spent: Amount): BudgetsView['uses'] =>
      limitsOf({ [scope]: budgets[scope] }).map((limit) => useView(project, useOf(limit, spent)));
    const { usd = null, tokens: most = null } = budgets.task ?? {};
    return {
      day,
      task: { usd, tokens: most },
      uses: [
        ...uses('day', null, { usd: cost_usd, tokens }),
        ...projects.flatMap((name) => uses('project_day', name, spentBy.get(name) ?? NOTHING_SPENT)),
      ],
    };
  }

  #stored<T>(answer: Promise<T>): Promise<T> {
    return fromStore(answer, this.#parts.log, 'the ledger could not be read');
  }
}

function useView(project: string | null, { scope, unit, limit, spent, state }: BudgetUse): BudgetsView['uses'][number] {
  return { scope, project, unit, limit, spent, share: spent / limit, state };
}

function dearest(parts: readonly NamedSpending[]): readonly NamedSpending[] {
  return parts
    .toSorted(
      (one, other) => other.cost_usd - one.cost_usd || other.tokens - one.tokens || (one.name < other.name ? -1 : 1),
    )
    .slice(0, MOST_PARTS);
}

function latest(parts: readonly NamedSpending[]): readonly NamedSpending[] {
  return parts.toSorted((one, other) => (one.name < other.name ? -1 : 1)).slice(-MOST_PARTS);
}
