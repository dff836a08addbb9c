import type { ActionRecord } from '../../persistence/health/action-records.ts';
import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';
import { Problem, storeUnavailable } from '../problem/problem.ts';
import type { HealthReport } from '../../contract/health.ts';
import type { HealthWatch } from './health-watch.ts';
import type { RemedyDesk } from './remedy-desk.ts';
import type { RemediesView, RemedyView } from '../../contract/remediation.ts';
import { remedyView } from './remedy-view.ts';

/** How long the database may take to tell the remedies, in ms; a report then shows those it told last. */
const PATIENCE_MS = 1_000;

/** How long a pool may take to take a remedy back, in ms; then it goes on in the background. */
const REVERT_PATIENCE_MS = 8_000;

/** Remedies in a report, and for how long it shows those that are over, in ms. */
const SHOWN = { most: 20, ended_ms: 3_600_000 };

/** Health by checks, and what was done about it, as the API shows and takes it back. */
export class HealthReportService {
  readonly #watch: Pick<HealthWatch, 'report'>;
  readonly #remedies: RemedyDesk;
  readonly #log: ApiLog;
  readonly #now: () => number;
  #last: readonly ActionRecord[] = [];

  constructor(watch: Pick<HealthWatch, 'report'>, remedies: RemedyDesk, log: ApiLog, now: () => number) {
    this.#watch = watch;
    this.#remedies = remedies;
    this.#log = log;
    this.#now = now;
  }

  /** How the system is; answers also while the database does not. */
  async report(): Promise<HealthReport> {
    const { as_of, checks, recommendations, status } = this.#watch.report();
    const told = await this.#answer(PATIENCE_MS, this.#remedies.list(SHOWN.most, this.#now() - SHOWN.ended_ms));
    this.#last = told ?? this.#last;
    return {
      status,
      as_of: as_of === undefined ? null : new Date(as_of).toISOString(),
      checks: [...checks],
      recommendations: [...recommendations],
      remediation: this.#last.map(remedyView),
    };
  }

  /** @throws {Problem} 503 when the database is away. */
  async list(limit: number): Promise<RemediesView> {
    const told = await this.#answer(PATIENCE_MS, this.#remedies.list(limit));
    if (told === undefined) throw away();
    return { remediations: told.map(remedyView) };
  }

  /** @throws {Problem} 404 for no remedy, 409 when it ended otherwise before, 503 when the database is away. */
  async revert(id: string): Promise<RemedyView> {
    const isId = /^[1-9]\d{0,14}$/.test(id);
    const reversion = isId
      ? await this.#answer(REVERT_PATIENCE_MS, this.#remedies.revert(Number(id)))
      : ({ kind: 'unknown' } as const);
    if (reversion === undefined) throw away();
    if (reversion.kind === 'unknown') throw new Problem(404, 'remediation-not-found', `There is no remedy ${id}.`);
    if (reversion.kind === 'reverted') return remedyView(reversion.record);
    const { ended_at, end_reason } = reversion.record;
    throw new Problem(409, 'remediation-over', `Remedy ${id} ended at ${ended_at ?? '?'}: ${end_reason ?? 'done'}.`);
  }

  async #answer<T>(patienceMs: number, asked: Promise<T>): Promise<T | undefined> {
    try {
      return await atMost(patienceMs, asked);
    } catch (error) {
      this.#log.warn({ err: error }, 'the remedies are not known: the database is away');
      return undefined;
    }
  }
}

function away(): Problem {
  return storeUnavailable('The remedies cannot be read or changed now');
}
