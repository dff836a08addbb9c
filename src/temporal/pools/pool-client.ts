import type { Client } from '@temporalio/client';
import type { PoolMessage } from '../../domain/pool/messages.ts';
import type { ActionRules } from '../../domain/pool/action.ts';
import type { PoolSettings } from '../../domain/pool/settings.ts';
import { POOL_WORKFLOW, type PoolInput, poolWorkflowId, SIGNAL_MESSAGES } from '../../workflows/pool/contract.ts';
import { TASK_QUEUE } from '../../workflows/task/contract.ts';
import { mailboxes } from './mailbox.ts';

/** The way to the pools. */
export interface PoolClient {
  /** Tells a pool something; starts the pool when it does not run. */
  tell(pool: string, messages: readonly PoolMessage[]): Promise<void>;
}

/** What a pool is started with, when it does not run. */
export type SettingsOf = (pool: string) => PoolSettings;

/**
 * The pools by way of Temporal. One message is under way to a pool at a time; what is told meanwhile goes with the next
 * one, so that a busy worker sends few messages. Telling starts a pool that does not run.
 */
export function createPoolClient(
  { workflow }: Pick<Client, 'workflow'>,
  settingsOf: SettingsOf,
  rules?: ActionRules,
): PoolClient {
  return {
    tell: mailboxes(async (pool, messages: readonly PoolMessage[]) => {
      const input: PoolInput = { name: pool, settings: settingsOf(pool), ...(rules === undefined ? {} : { rules }) };
      await workflow.signalWithStart(POOL_WORKFLOW, {
        workflowId: poolWorkflowId(pool),
        taskQueue: TASK_QUEUE,
        args: [input],
        signal: SIGNAL_MESSAGES,
        signalArgs: [messages],
        staticSummary: `Pool ${pool}: how many tasks work at once, and which goes next`,
      });
    }),
  };
}
