import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  QueryRejectedError,
  WorkflowClient,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { PoolState } from '../../domain/pool/state.ts';
import {
  type CommandRequest,
  poolWorkflowId,
  type PoolSummary,
  QUERY_POOL,
  UPDATE_CONFIGURE,
  UPDATE_DRAIN,
  UPDATE_PAUSE,
  UPDATE_RESUME,
} from '../../workflows/pool/contract.ts';
import { TemporalUnavailableError, withinLimit } from '../temporal/unavailable.ts';
import { type PoolGateway, PoolUnavailableError } from './pool-gateway.ts';

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
    async read(name) {
      const handle = openPools.getHandle(poolWorkflowId(name));
      try {
        return await ask(name, QUERY_LIMIT_MS, () => handle.query<PoolState>(QUERY_POOL));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError) return undefined;
        throw error;
      }
    },

    async command(name, kind, request) {
      await ping();
      const handle = client.workflow.getHandle(poolWorkflowId(name));
      const args: [CommandRequest] = [request];
      try {
        const update = (): Promise<PoolSummary> => handle.executeUpdate(UPDATES[kind], { args });
        return { kind: 'done', pool: await ask(name, COMMAND_LIMIT_MS, update) };
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError) {
          return { kind: 'refused', reason: error.cause?.message ?? error.message };
        }
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        throw new PoolUnavailableError(`The pool "${name}" does not run; a worker starts it.`, { cause: error });
      }
    },
  };
}

/** Whether a call failed because no worker, or one with other code, is there for the pool. */
function isWithoutWorker(error: unknown): boolean {
  if (error instanceof QueryNotRegisteredError) return true;
  const source = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  const code: number | undefined = isGrpcServiceError(source) ? source.code : undefined;
  return code === FAILED_PRECONDITION;
}
