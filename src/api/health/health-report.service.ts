import type { ActionRecord } from '../../persistence/health/action-records.ts';
import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';
import { PoolUnavailableError } from '../../temporal/pools/pool-gateway.ts';
import { Problem, storeUnavailable } from '../problem/problem.ts';
import type { HealthReport } from '../../contract/health.ts';
import { TemporalUnavailableError } from '../../temporal/call.ts';
import type { HealthWatch } from './health-watch.ts';
import type { ActionDesk } from './action-desk.ts';
import type { OwnActionsView, OwnActionView } from '../../contract/own-action.ts';

/** How long the database may take to tell what was done by itself, in ms; a report then shows what it told last. */
const PATIENCE_MS = 1_000;

/** How long a pool may take to revert what it did, in ms; then it goes on in the background. */
const REVERT_PATIENCE_MS = 8_000;

/** Own actions in a report, and for how long it shows those that are over, in ms. */
const SHOWN = { most: 20, ended_ms: 3_600_000 };

/** Health by checks, and what was done about it by itself, as the API shows and reverts it. */
export class HealthReportService {
  readonly #watch: Pick<HealthWatch, 'report'>;
  readonly #actions: ActionDesk;
  readonly #log: ApiLog;
  readonly #now: () => number;
  #last: readonly ActionRecord[] = [];

  constructor(watch: Pick<HealthWatch, 'report'>, actions: ActionDesk, log: ApiLog, now: () => number) {
    this.#watch = watch;
    this.#actions = actions;
    this.#log = log;
    this.#now = now;
  }

  /** How the system is; answers also while the database does not. */
  async report(): Promise<HealthReport> {
    const { as_of, checks, recommendations, status } = this.#watch.report();
    const told = await this.#answer(PATIENCE_MS, this.#actions.list(SHOWN.most, this.#now() - SHOWN.ended_ms));
    this.#last = told ?? this.#last;
    return {
      status,
      as_of: as_of === undefined ? null : new Date(as_of).toISOString(),
      checks: [...checks],
      recommendations: [...recommendations],
      remediation: this.#last.map(actionView),
    };
  }

  /** @throws {Problem} 503 when the database is away. */
  async list(limit: number): Promise<OwnActionsView> {
    const told = await this.#answer(PATIENCE_MS, this.#actions.list(limit));
    if (told === undefined) throw away();
    return { remediations: told.map(actionView) };
  }

  /** @throws {Problem} 404 for none, 409 when it ended otherwise before, 503 when the database, or its pool, is away. */
  async revert(id: string): Promise<OwnActionView> {
    const isId = /^[1-9]\d{0,14}$/.test(id);
    const reversion = isId
      ? await this.#answer(REVERT_PATIENCE_MS, this.#actions.revert(Number(id)))
      : ({ kind: 'unknown' } as const);
    if (reversion === undefined) throw away();
    if (reversion.kind === 'unknown') throw new Problem(404, 'remediation-not-found', `There is no remedy ${id}.`);
    if (reversion.kind === 'reverted') return actionView(reversion.record);
    const { ended_at, end_reason } = reversion.record;
    throw new Problem(409, 'remediation-over', `Remedy ${id} ended at ${ended_at ?? '?'}: ${end_reason ?? 'done'}.`);
  }

  async #answer<T>(patienceMs: number, asked: Promise<T>): Promise<T | undefined> {
    try {
      return await atMost(patienceMs, asked);
    } catch (error) {
      // Who does not answer is said by its own problem.
      if (error instanceof TemporalUnavailableError || error instanceof PoolUnavailableError) throw error;
      this.#log.warn({ err: error }, 'what was done by itself is not known: the database is away');
      return undefined;
    }
  }
}

function away(): Problem {
  return storeUnavailable('The remedies cannot be read or changed now');
}

/** Something that was done by itself, as the API shows it. */
function actionView({ at, agent, figures, ...record }: ActionRecord): OwnActionView {
  return {
    ...record,
    agent: agent === '' ? null : agent,
    status: statusOf(record),
    applied_at: at,
    figures: { ...figures },
  };
}

function statusOf({ ended_at, effect }: Pick<ActionRecord, 'ended_at' | 'effect'>): OwnActionView['status'] {
  if (ended_at !== null) return 'over';
  return effect === null ? 'applying' : 'in_force';
}
