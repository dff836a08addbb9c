import {
  condition,
  defineQuery,
  defineSignal,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PoolMessage } from '../../domain/pool/messages.ts';
import type { TaskState } from '../../domain/task.ts';
import { outcomeOf } from '../../domain/pool/outcome.ts';
import {
  type LeaseGranted,
  type LeaseRefused,
  type LightActivities,
  type Resumption,
  type SubmittedAsk,
  QUERY_LEASE_STATUS,
  SIGNAL_LEASE_GRANTED,
  SIGNAL_LEASE_REFUSED,
  type LeaseStatus,
} from './contract.ts';

/** Who decides when a task may work. A lease is its token, which only grows: so a stale holder can be told from the live one. */
export interface Admission {
  /** The lease that was lent as the task was submitted, while it is held. */
  lent(): number | undefined;
  /** Resolves when the task may begin. */
  ask(): Promise<number>;
  /**
   * Gives the lease back for a time in which the task cannot work; `ask` brings the next one. `done`: what it was lent for is
   * done, as that state says, and the pool counts it.
   */
  pause(done?: TaskState): Promise<void>;
  /** What the task asked so far, and the highest token it held. */
  record(): Pick<Resumption, 'asks' | 'last_token'>;
  /** Tells that the task's priority changed. */
  reprioritise(priority: number): Promise<void>;
  /** The last word of a task that ended, for its closing activity to deliver: its lease or its request goes back. */
  release(end: TaskState): { readonly pool: string; readonly message: PoolMessage } | undefined;
}

// Local: one short call, which a worker bundles with those of other tasks.
const { tellPool } = proxyLocalActivities<LightActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
});

type Place =
  | { readonly kind: 'outside' }
  | { readonly kind: 'waiting'; readonly since: number }
  | { readonly kind: 'refused'; readonly retryAfterMs: number }
  | { readonly kind: 'granted'; readonly token: number; readonly since: number };

/** What a run knows of earlier asks: those of the run before it, or the one that was made as the task was submitted. */
export interface EarlierAsks {
  readonly from?: Resumption;
  readonly asked?: SubmittedAsk;
}

/**
 * Asks a pool, and waits until it grants; a refusal is waited out, and the pool asked again. The first run may hold a lease
 * that was lent as the task was submitted.
 */
export function poolAdmission(pool: string, task: () => TaskState, { from, asked }: EarlierAsks): Admission {
  const { workflowId: task_id } = workflowInfo();
  const lent = from === undefined ? asked?.token : undefined;
  let ask = from?.asks ?? asked?.ask ?? 0;
  let place: Place = lent === undefined ? { kind: 'outside' } : { kind: 'granted', token: lent, since: Date.now() };
  let lastToken = from?.last_token ?? lent ?? 0;
  const past = from?.dead_letter === undefined ? {} : { requeued: true };

  setHandler(defineSignal<[LeaseGranted]>(SIGNAL_LEASE_GRANTED), (granted) => {
    if (granted.ask !== ask || place.kind === 'granted') return;
    place = { kind: 'granted', token: granted.token, since: Date.now() };
    lastToken = granted.token;
  });
  setHandler(defineSignal<[LeaseRefused]>(SIGNAL_LEASE_REFUSED), (refused) => {
    if (refused.ask !== ask || place.kind !== 'waiting') return;
    place = { kind: 'refused', retryAfterMs: refused.retry_after_ms };
  });
  setHandler(defineQuery<LeaseStatus | null>(QUERY_LEASE_STATUS), () => {
    if (place.kind === 'outside' || place.kind === 'refused') return null;
    const { priority, project } = task().request;
    const token = place.kind === 'granted' ? { token: place.token } : {};
    return { pool, ask, priority, project, ...past, since: place.since, last_token: lastToken, ...token };
  });

  /** The token of the lease; undefined when the pool refused, and the wait that it asked for is over. */
  async function answered(): Promise<number | undefined> {
    await condition(() => place.kind !== 'waiting');
    // A lease may still come: when the ask reached the pool twice, and found room the second time.
    if (place.kind === 'refused') await condition(isGranted, place.retryAfterMs);
    return place.kind === 'granted' ? place.token : undefined;
  }

  function isGranted(): boolean {
    return place.kind === 'granted';
  }

  return {
    lent: () => (place.kind === 'granted' ? place.token : undefined),

    async ask() {
      for (;;) {
        ask += 1;
        place = { kind: 'waiting', since: Date.now() };
        const { priority, project } = task().request;
        await tellPool(pool, [{ kind: 'enqueue', task_id, ask, priority, project, ...past }]);
        const token = await answered();
        if (token !== undefined) return token;
      }
    },

    async pause(done) {
      if (place.kind !== 'granted') return;
      place = { kind: 'outside' };
      const outcome = done === undefined ? {} : { outcome: outcomeOf(done) };
      await tellPool(pool, [{ kind: 'release', task_id, ask, ...outcome }]);
    },

    record: () => ({ asks: ask, last_token: lastToken }),

    async reprioritise(priority) {
      if (place.kind !== 'outside') await tellPool(pool, [{ kind: 'reprioritise', task_id, priority }]);
    },

    release(end) {
      if (place.kind === 'outside') {
        return end.status === 'dead_lettered' ? { pool, message: { kind: 'parked', task_id } } : undefined;
      }
      const message: PoolMessage =
        place.kind === 'granted'
          ? { kind: 'release', task_id, ask, outcome: outcomeOf(end) }
          : { kind: 'withdraw', task_id, ask };
      return { pool, message };
    },
  };
}
