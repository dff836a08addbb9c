import type { TaskOutcome } from './messages.ts';
import type { Lease, PoolState, PoolTotals, QueuedTask } from './state.ts';
import { withFinished, withoutRequeued } from './window.ts';

/** Asks that are over and still known, so that their late messages change nothing. */
const REMEMBERED = 1_000;

/**
 * A pool's state while a batch of messages is worked off: its tasks by their ids, so that a message costs the same however
 * many tasks wait. The state that it began with stays as it is.
 */
export class PoolDraft {
  readonly #before: PoolState;
  /** Made when the first message needs it: what only concerns leases leaves a long queue alone. */
  #queue: Map<string, QueuedTask> | undefined;
  readonly #leases: Map<string, Lease>;
  readonly #over: Set<string>;
  readonly #parked: Set<string>;
  readonly #totals: { -readonly [what in keyof PoolTotals]: number };
  #window: PoolState['window'];
  #nextToken: number;
  #isOutOfOrder = false;

  constructor(state: PoolState) {
    this.#before = state;
    this.#leases = byTask(state.leases);
    this.#over = new Set(state.over);
    this.#parked = new Set(state.parked);
    this.#totals = { ...state.totals };
    this.#window = state.window;
    this.#nextToken = state.next_token;
  }

  /** Tasks that wait. */
  get waiting(): number {
    return this.#queued().size;
  }

  waitingTask(taskId: string): QueuedTask | undefined {
    return this.#queued().get(taskId);
  }

  lease(taskId: string): Lease | undefined {
    return this.#leases.get(taskId);
  }

  /** Whether a task waits or works by this very ask. */
  holds(taskId: string, ask: number): boolean {
    return (this.lease(taskId) ?? this.waitingTask(taskId))?.ask === ask;
  }

  /** Whether an ask is answered, waits, is over, or is older than what the task holds. */
  knows(taskId: string, ask: number): boolean {
    const held = this.lease(taskId) ?? this.waitingTask(taskId);
    return (held !== undefined && held.ask >= ask) || this.#over.has(key(taskId, ask));
  }

  /** Puts a task at the queue's end, whatever it held before. */
  queue(task: QueuedTask): void {
    this.drop(task.task_id);
    this.#queued().set(task.task_id, task);
  }

  /** Puts a task into the queue by its age, whatever it held before. */
  queueByAge(task: QueuedTask): void {
    this.queue(task);
    this.#isOutOfOrder = true;
  }

  /** Gives a task a lease, whatever it held before. */
  hold(lease: Lease): void {
    this.drop(lease.task_id);
    this.#leases.set(lease.task_id, lease);
  }

  /** Changes the priority of a task where it stands. */
  reprioritise(taskId: string, priority: number): void {
    const lease = this.lease(taskId);
    const task = lease === undefined ? this.waitingTask(taskId) : undefined;
    if (lease !== undefined) this.#leases.set(taskId, { ...lease, priority });
    if (task !== undefined) this.#queued().set(taskId, { ...task, priority });
  }

  /** Takes away what a task holds: a lease or a place in the queue, never both. */
  drop(taskId: string): void {
    if (!this.#leases.delete(taskId)) this.#queued().delete(taskId);
  }

  /** Notes that a task waits in the dead letter queue: how it ended, unless it is requeued. */
  park(taskId: string): void {
    if (this.#parked.has(taskId)) return;
    this.#parked.add(taskId);
    this.count('dead_lettered');
  }

  /** Notes that a task is back, perhaps from the dead letter queue: it will end another time, and count by that. */
  resume(taskId: string): void {
    if (!this.#parked.delete(taskId)) return;
    this.count('requeued');
    this.#window = withoutRequeued(this.#window, taskId);
  }

  /** Notes that a task waits in the dead letter queue no longer. */
  unpark(taskId: string): void {
    this.#parked.delete(taskId);
  }

  /** Remembers that an ask is over. */
  end(taskId: string, ask: number): void {
    this.#over.delete(key(taskId, ask));
    this.#over.add(key(taskId, ask));
  }

  /** Lets tokens go on above one that was given out. */
  skipTokens(upTo: number): void {
    this.#nextToken = Math.max(this.#nextToken, upTo + 1);
  }

  count(what: keyof PoolTotals): void {
    this.#totals[what] += 1;
  }

  /** Writes down how the task of a lease ended. */
  finish(lease: Lease, outcome: TaskOutcome, now: number): void {
    this.#window = withFinished(this.#window, lease, outcome, now);
    if (outcome.status === 'dead_lettered') this.park(lease.task_id);
    else this.count(outcome.status);
  }

  /** The state after the batch. */
  state(): PoolState {
    return {
      ...this.#before,
      queue: this.#queueInOrder(),
      leases: [...this.#leases.values()],
      over: [...this.#over].slice(-REMEMBERED),
      parked: [...this.#parked],
      totals: { ...this.#totals },
      window: this.#window,
      next_token: this.#nextToken,
    };
  }

  #queued(): Map<string, QueuedTask> {
    this.#queue ??= byTask(this.#before.queue);
    return this.#queue;
  }

  #queueInOrder(): readonly QueuedTask[] {
    if (this.#queue === undefined) return this.#before.queue;
    const queue = [...this.#queue.values()];
    return this.#isOutOfOrder ? queue.sort((left, right) => left.since - right.since) : queue;
  }
}

function byTask<T extends { readonly task_id: string }>(entries: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const entry of entries) map.set(entry.task_id, entry);
  return map;
}

function key(taskId: string, ask: number): string {
  return `${taskId}/${ask}`;
}
