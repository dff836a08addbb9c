import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import type { TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import type { Health } from '../../contract/health.ts';

/** How long /health may wait for Temporal or the store, in ms; then the last that is known counts. */
const PATIENCE_MS = 250;

/** Says how the API is, at once. */
export class HealthService {
  readonly #gateway: Pick<TaskGateway, 'ping'>;
  readonly #runs: Pick<TaskRunStore, 'countByStatus'>;
  readonly #log: ApiLog;
  readonly #now: () => number;
  readonly #startedAt: number;
  #temporal: 'up' | 'down' = 'down';
  #asking: Promise<void> | undefined;

  constructor(
    gateway: Pick<TaskGateway, 'ping'>,
    runs: Pick<TaskRunStore, 'countByStatus'>,
    log: ApiLog,
    now: () => number,
  ) {
    this.#gateway = gateway;
    this.#runs = runs;
    this.#log = log;
    this.#now = now;
    this.#startedAt = now();
  }

  /** The health now; never rejects. */
  async now(): Promise<Health> {
    const [counts] = await Promise.all([atMost(PATIENCE_MS, this.#counts()), atMost(PATIENCE_MS, this.#askTemporal())]);
    const store = counts === undefined ? 'down' : 'up';
    return {
      status: store === 'up' && this.#temporal === 'up' ? 'healthy' : 'degraded',
      uptime: Math.max(0, (this.#now() - this.#startedAt) / 1_000),
      tasks_queued: counts?.queued ?? null,
      tasks_running: counts?.running ?? null,
      tasks_completed: counts?.completed ?? null,
      tasks_failed: counts?.failed ?? null,
      temporal: this.#temporal,
      store,
    };
  }

  async #counts(): Promise<Awaited<ReturnType<TaskRunStore['countByStatus']>> | undefined> {
    try {
      return await this.#runs.countByStatus();
    } catch (error) {
      this.#log.warn({ err: error }, 'the tasks could not be counted');
      return undefined;
    }
  }

  /** One question at a time, however many ask for the health. */
  #askTemporal(): Promise<void> {
    this.#asking ??= this.#gateway
      .ping()
      .then(
        () => {
          this.#temporal = 'up';
        },
        () => {
          this.#temporal = 'down';
        },
      )
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}
