import type { Enqueue, PoolEffect } from './messages.ts';
import { grant, receive } from './pool.ts';
import type { PoolState } from './state.ts';

/** The lease of a task that is being submitted. */
export interface Admitted {
  readonly task_id: string;
  readonly token: number;
}

/** An admission's outcome: the next state, the leases lent, and what is to be told to other tasks. */
export interface AdmitStep {
  readonly state: PoolState;
  readonly admitted: readonly Admitted[];
  readonly effects: readonly PoolEffect[];
}

/**
 * Lends leases to tasks that are being submitted, as far as there is room beside those that wait. For a task that gets
 * none it is as if nobody had asked: it asks by itself once it has started. A task that the pool knows gets no second one.
 */
export function admit(state: PoolState, asks: readonly Enqueue[], now: number): AdmitStep {
  const known = new Set([...state.leases, ...state.queue].map(({ task_id }) => task_id).concat(state.parked));
  const fresh = asks.filter(({ task_id }) => !known.has(task_id));
  const granted = grant(receive(state, fresh, now).state, now);
  const subjects = new Set(fresh.map(({ task_id }) => task_id));
  const isSubject = ({ task_id }: { readonly task_id: string }): boolean => subjects.has(task_id);
  const lent = granted.effects.filter((effect) => effect.kind === 'grant').filter(isSubject);
  const { enqueued, refused } = state.totals;
  return {
    state: {
      ...granted.state,
      queue: granted.state.queue.filter((task) => !isSubject(task)),
      totals: { ...granted.state.totals, enqueued: enqueued + lent.length, refused },
    },
    admitted: lent.map(({ task_id, token }) => ({ task_id, token })),
    effects: granted.effects.filter((effect) => !isSubject(effect)),
  };
}
