import type { Client, WorkflowHandle } from '@temporalio/client';
import type { PoolMessage } from '../../src/domain/pool/messages.ts';
import type { PoolState } from '../../src/domain/pool/state.ts';
import {
  type CommandRequest,
  type PoolSummary,
  poolWorkflowId,
  QUERY_POOL,
  SIGNAL_MESSAGES,
} from '../../src/workflows/pool/contract.ts';

/** A pool as a test talks to it. */
export interface PoolHandle {
  readonly handle: WorkflowHandle;
  state(): Promise<PoolState>;
  /** The ids of the tasks that wait, in the order in which they came. */
  queue(): Promise<readonly string[]>;
  /** The ids of the tasks that hold a lease, in the order of their tokens. */
  leases(): Promise<readonly string[]>;
  tell(...messages: readonly PoolMessage[]): Promise<void>;
  command(update: string, request?: CommandRequest): Promise<PoolSummary>;
}

/** The pool of a name, started or not. */
export function poolHandle({ workflow }: Pick<Client, 'workflow'>, name: string): PoolHandle {
  const handle: WorkflowHandle = workflow.getHandle(poolWorkflowId(name));
  const state = () => handle.query<PoolState>(QUERY_POOL);
  return {
    handle,
    state,
    queue: async () => (await state()).queue.map(({ task_id }) => task_id),
    leases: async () => (await state()).leases.map(({ task_id }) => task_id),
    tell: (...messages) => handle.signal(SIGNAL_MESSAGES, messages),
    command: (update, request = {}) => handle.executeUpdate<PoolSummary, [CommandRequest]>(update, { args: [request] }),
  };
}
