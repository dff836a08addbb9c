import type { Client } from '@temporalio/client';
import type { Admitted } from '../../domain/pool/admit.ts';
import type { Enqueue } from '../../domain/pool/messages.ts';
import { poolWorkflowId, SIGNAL_MESSAGES, UPDATE_ADMIT } from '../../workflows/pool/contract.ts';
import type { SubmittedAsk } from '../../workflows/task/contract.ts';
import { withinLimit } from '../call.ts';
import { mailboxes } from './mailbox.ts';

/** What is asked of pools for tasks that are being submitted. */
export interface SubmittedAsks {
  /** Asks for a lease that the task can begin with; never fails and takes 500 ms at most: without one it asks by itself. */
  ask(pool: string, task: Pick<Enqueue, 'task_id' | 'priority' | 'project'>): Promise<SubmittedAsk>;
  /** Gives a lease back with which no task started; the pool finds out by itself where that fails. */
  giveBack(pool: string, task_id: string): Promise<void>;
}

/** The one ask that is made for a task before it has started. */
const ASK = 1;

/** Time in ms in which a pool must answer: whoever submits waits for it. */
const ANSWER_LIMIT_MS = 500;

/** For so long in ms nothing is asked of a pool that did not answer, as when no worker is there. */
const REST_MS = 5_000;

/** Tasks of one Update. */
const BATCH = 200;

/** Asks of pools by way of Temporal: one Update is under way to a pool at a time, for all who submit meanwhile. */
export function createSubmittedAsks(client: Client, now: () => number = Date.now): SubmittedAsks {
  const handleOf = (pool: string) => client.workflow.getHandle(poolWorkflowId(pool));
  const restsUntil = new Map<string, number>();

  const tokens = mailboxes<Enqueue, ReadonlyMap<string, number>>(async (pool, asks) => {
    if (now() < (restsUntil.get(pool) ?? 0)) return new Map();
    try {
      const args: [readonly Enqueue[]] = [asks.slice(0, BATCH)];
      const update = () => handleOf(pool).executeUpdate<readonly Admitted[], typeof args>(UPDATE_ADMIT, { args });
      const admitted = await withinLimit(client, update, ANSWER_LIMIT_MS);
      return new Map(admitted.map(({ task_id, token }) => [task_id, token]));
    } catch {
      // No pool yet, no worker, no Temporal: the task asks by itself, and whoever starts it says what is the matter.
      restsUntil.set(pool, now() + REST_MS);
      return new Map();
    }
  });

  return {
    async ask(pool, task) {
      const token = (await tokens(pool, [{ kind: 'enqueue', ask: ASK, ...task }])).get(task.task_id);
      return token === undefined ? { ask: ASK } : { ask: ASK, token };
    },

    async giveBack(pool, task_id) {
      const message = { kind: 'withdraw', task_id, ask: ASK } as const;
      await withinLimit(client, () => handleOf(pool).signal(SIGNAL_MESSAGES, [message])).catch(() => undefined);
    },
  };
}
