import type { PoolEffect, PoolMessage } from '../../../src/domain/pool/messages.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../../src/domain/pool/settings.ts';
import { newPool, type PoolState, type PoolTotals } from '../../../src/domain/pool/state.ts';

/** A task as it sees itself. */
export interface ModelTask {
  readonly id: string;
  open: boolean;
  ask: number;
  place: 'outside' | 'waiting' | 'refused' | 'leased';
  priority: number;
  since: number;
  token: number;
  lastToken: number;
  /** A pool was lost while the task had no place in it, so that nothing could tell the next one of its tokens. */
  forgotten: boolean;
}

/** What a pool must hold of a task. */
export interface Held {
  readonly ask: number;
  /** Undefined while it waits. */
  readonly token?: number;
}

/** All that is true of the tasks, and what follows from it for the pool: kept with none of the pool's code. */
export interface Model {
  readonly tasks: readonly ModelTask[];
  held: Map<string, Held>;
  over: Set<string>;
  /** Tasks that wait in the dead letter queue, as far as the pool heard of it. */
  parked: Set<string>;
  totals: { -readonly [what in keyof PoolTotals]-?: number };
  /** What the pool told tasks and they have not heard yet. */
  mail: PoolEffect[];
  /** Every message that was ever sent: any of them may come again, at any time. */
  readonly sent: PoolMessage[];
}

/** The pool itself, and the time in ms since the epoch. */
export interface Real {
  state: PoolState;
  now: number;
}

const TASKS = 6;

/** Settings under which six tasks meet every limit. */
export const SMALL_POOL: PoolSettings = { ...DEFAULT_POOL_SETTINGS, size: 3, min: 1, max: 5, queue_cap: 4 };

/** A pool with nothing in it, and six tasks that have not asked yet. */
export function emptyWorld(): { model: Model; real: Real } {
  const now = Date.UTC(2026, 0, 5);
  const tasks = Array.from({ length: TASKS }, (_, index): ModelTask => ({
    id: `task-${index}`,
    open: true,
    ask: 0,
    place: 'outside',
    priority: 5,
    since: now,
    token: 0,
    lastToken: 0,
    forgotten: false,
  }));
  const state = newPool('default', SMALL_POOL, now);
  return {
    model: { tasks, held: new Map(), over: new Set(), parked: new Set(), totals: totalsOf(state), mail: [], sent: [] },
    real: { state, now },
  };
}

/** What a pool has counted. */
export function totalsOf({ totals }: PoolState): Model['totals'] {
  return { ...totals };
}

/** What a message makes of the model; whether the pool must refuse it. `state` is the pool's before the message. */
export function expectOf(model: Model, message: PoolMessage, { settings, intake }: PoolState): 'refuse' | undefined {
  if (message.kind === 'pressure' || message.kind === 'configured' || message.kind === 'reprioritise') return undefined;
  if (message.kind === 'parked' || message.kind === 'unparked' || message.kind === 'agent_at_fault') return undefined;
  const { task_id, ask } = message;
  const key = `${task_id}/${ask}`;
  const held = model.held.get(task_id);
  const isNews = !model.over.has(key) && (held === undefined || held.ask < ask);
  switch (message.kind) {
    case 'enqueue': {
      if (!isNews) return undefined;
      model.held.delete(task_id);
      if (model.parked.delete(task_id)) model.totals.requeued += 1;
      const waiting = [...model.held.values()].filter(({ token }) => token === undefined).length;
      const isRefused = intake === 'draining' || waiting >= settings.queue_cap;
      model.totals[isRefused ? 'refused' : 'enqueued'] += 1;
      if (isRefused) return 'refuse';
      model.held.set(task_id, { ask });
      return undefined;
    }
    case 'adopt':
      if (!isNews) return undefined;
      model.held.set(task_id, { ask, ...(message.token === undefined ? {} : { token: message.token }) });
      if (model.parked.delete(task_id)) model.totals.requeued += 1;
      return undefined;
    case 'release':
      if (held?.ask !== ask || held.token === undefined) return undefined;
      if (message.outcome === undefined) break;
      model.totals[message.outcome.status] += 1;
      if (message.outcome.status === 'dead_lettered') model.parked.add(task_id);
      break;
    case 'gone':
      model.parked.delete(task_id);
      if (held?.ask !== ask) return undefined;
      model.totals.lost += 1;
      break;
    case 'withdraw':
      if (held?.ask !== ask) {
        model.over.add(key);
        return undefined;
      }
      model.totals.cancelled += 1;
      break;
  }
  model.held.delete(task_id);
  model.over.add(key);
  return undefined;
}
