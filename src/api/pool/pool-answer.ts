import { type PoolMetrics, poolMetrics } from '../../domain/pool/metrics.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { WaitingTaskView } from '../../contract/pool/pool.ts';
import { poolView } from '../../contract/pool/view.ts';

/** What a pool once answered. What is reckoned from it is reckoned once, however many clients ask. */
export class PoolAnswer {
  readonly state: PoolState;
  /** When the pool was asked, in ms since the epoch. */
  readonly asOf: number;
  #view: ReturnType<typeof poolView> | undefined;
  #metrics: PoolMetrics | undefined;
  #places: ReadonlyMap<string, WaitingTaskView> | undefined;
  #known: ReadonlySet<string> | undefined;

  constructor(state: PoolState, asOf: number) {
    this.state = state;
    this.asOf = asOf;
  }

  get view(): ReturnType<typeof poolView> {
    this.#view ??= poolView(this.state, this.asOf);
    return this.#view;
  }

  get metrics(): PoolMetrics {
    this.#metrics ??= poolMetrics(this.state, this.asOf);
    return this.#metrics;
  }

  /** A waiting task's place, or undefined for one that does not wait here. */
  placeOf(taskId: string): WaitingTaskView | undefined {
    this.#places ??= new Map(this.view.queue.map((place) => [place.task_id, place]));
    return this.#places.get(taskId);
  }

  /** Whether the pool has heard of a task: it waits, works, or was here lately. */
  knows(taskId: string): boolean {
    const { queue, leases, over } = this.state;
    this.#known ??= new Set([
      ...queue.map(({ task_id }) => task_id),
      ...leases.map(({ task_id }) => task_id),
      ...over.map((ask) => ask.slice(0, ask.lastIndexOf('/'))),
    ]);
    return this.#known.has(taskId);
  }
}
