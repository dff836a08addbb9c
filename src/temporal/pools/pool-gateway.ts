import { type Client, QueryNotRegisteredError, WorkflowClient } from '@temporalio/client';
import type { PoolCommand, PoolMessage } from '../../domain/pool/messages.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import {
  type CommandRequest,
  poolWorkflowId,
  type PoolSummary,
  QUERY_POOL,
  SIGNAL_MESSAGES,
  UPDATE_CONFIGURE,
  UPDATE_DRAIN,
  UPDATE_PAUSE,
  UPDATE_RESUME,
  UPDATE_REVERT,
} from '../../workflows/pool/contract.ts';
import { answerOf, grpcCodeOf, ifFound, TemporalUnavailableError, withinLimit } from '../call.ts';

/** The pool itself did not answer in time though Temporal does: it has not begun, or no worker runs it. */
export class PoolUnavailableError extends Error {
  override readonly name = 'PoolUnavailableError';
}

/** What became of a command; `reason` says why the pool refused it. */
export type CommandOutcome =
  { readonly kind: 'done'; readonly pool: PoolSummary } | { readonly kind: 'refused'; readonly reason: string };

/** Pools as Temporal has them. Every method rejects with TemporalUnavailableError within 1.5 s when Temporal is away. */
export interface PoolGateway {
  /**
   * The pool's own answer; undefined when it does not run.
   * @throws {PoolUnavailableError} when no worker answers for it.
   */
  read(name: string): Promise<PoolState | undefined>;
  /** Tells a running pool something; rejects when it does not run. */
  send(name: string, messages: readonly PoolMessage[]): Promise<void>;
  /**
   * Has a running pool do something, and waits until it is done.
   * @throws {PoolUnavailableError} when it does not run, or did not say within 5 s that it is done.
   */
  command(name: string, kind: PoolCommand['kind'], request: CommandRequest): Promise<CommandOutcome>;
}

/** Time in ms in which a pool must answer a query. */
const QUERY_LIMIT_MS = 1_000;

/** Time in ms in which Temporal must say that it is there, once a pool was silent. */
const PING_LIMIT_MS = 400;

/** Time in ms in which a command must be done: a pool that has just begun first compares itself with the open tasks. */
const COMMAND_LIMIT_MS = 5_000;

/** gRPC's code with which Temporal says that no worker has asked for this workflow's tasks lately. */
const FAILED_PRECONDITION = 9;

const UPDATES = {
  configure: UPDATE_CONFIGURE,
  pause: UPDATE_PAUSE,
  resume: UPDATE_RESUME,
  drain: UPDATE_DRAIN,
  revert: UPDATE_REVERT,
} as const;

/** The queries of a pool that is closed are refused: what it last knew counts no more. */
function openPoolsOf({ connection, options: { namespace } }: Client): Pick<WorkflowClient, 'getHandle'> {
  return new WorkflowClient({ connection, namespace, queryRejectCondition: 'NOT_OPEN' });
}

/** Pools in Temporal by way of a client, whose connection may come and go. */
export function createTemporalPools(client: Client, openPools = openPoolsOf(client)): PoolGateway {
  const ping = (limitMs?: number): Promise<unknown> =>
    withinLimit(client, () => client.workflowService.getSystemInfo({}), limitMs);

  /** A pool's call, whose silence is told from Temporal's. */
  async function ask<T>(name: string, limitMs: number, call: () => Promise<T>): Promise<T> {
    try {
      return await withinLimit(client, call, limitMs);
    } catch (error) {
      if (error instanceof TemporalUnavailableError) await ping(PING_LIMIT_MS);
      else if (!isWithoutWorker(error)) throw error;
      throw new PoolUnavailableError(`The pool "${name}" does not answer; is a worker running?`, { cause: error });
    }
  }

  return {
    read(name) {
      const handle = openPools.getHandle(poolWorkflowId(name));
      return ifFound(ask(name, QUERY_LIMIT_MS, () => handle.query<PoolState>(QUERY_POOL)));
    },

    async send(name, messages) {
      const handle = client.workflow.getHandle(poolWorkflowId(name));
      await ask(name, QUERY_LIMIT_MS, () => handle.signal(SIGNAL_MESSAGES, messages));
    },

    async command(name, kind, request) {
      await ping();
      const handle = client.workflow.getHandle(poolWorkflowId(name));
      const args: [CommandRequest] = [request];
      const update = (): Promise<PoolSummary> => handle.executeUpdate(UPDATES[kind], { args });
      const answer = await ifFound(answerOf(ask(name, COMMAND_LIMIT_MS, update)));
      if (answer === undefined) throw new PoolUnavailableError(`The pool "${name}" does not run; a worker starts it.`);
      return answer.kind === 'done' ? { kind: 'done', pool: answer.answer } : answer;
    },
  };
}

/** Whether a call failed because no worker, or one with other code, is there for the pool. */
function isWithoutWorker(error: unknown): boolean {
  return error instanceof QueryNotRegisteredError || grpcCodeOf(error) === FAILED_PRECONDITION;
}
