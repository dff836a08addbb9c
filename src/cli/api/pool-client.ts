import { type PoolMetricsView, poolMetricsSchema } from '../../contract/pool/metrics.ts';
import {
  decisionsSchema,
  type PoolView,
  type PoolDecisions,
  poolSummarySchema,
  type PoolSummaryView,
  poolViewSchema,
} from '../../contract/pool/pool.ts';
import type { PoolChangeBody } from '../../contract/pool/requests.ts';
import { type Http, queryOf, withBody } from './http.ts';

/** What to do with a pool's intake. */
export type IntakeCommand = 'pause' | 'resume' | 'drain';

/** A pool of the API; without a name the default one. */
export interface PoolApi {
  view(name?: string, signal?: AbortSignal): Promise<PoolView>;
  metrics(name?: string): Promise<PoolMetricsView>;
  /** The last decisions, newest first. */
  decisions(name?: string, limit?: number): Promise<PoolDecisions>;
  /** Changes settings; the reason is kept with the decision. */
  change(change: PoolChangeBody, name?: string): Promise<PoolSummaryView>;
  command(command: IntakeCommand, reason?: string, name?: string): Promise<PoolSummaryView>;
}

/** The pools behind an API. */
export function createPoolApi({ read }: Http): PoolApi {
  return {
    view: (name, signal) =>
      read(poolViewSchema, `/api/pool${queryOf({ name })}`, signal === undefined ? {} : { signal }),
    metrics: (name) => read(poolMetricsSchema, `/api/metrics${queryOf({ name })}`),
    decisions: (name, limit) => read(decisionsSchema, `/api/pool/decisions${queryOf({ name, limit })}`),
    change: (change, name) => read(poolSummarySchema, `/api/pool${queryOf({ name })}`, withBody('PATCH', change)),
    command: (command, reason, name) =>
      read(
        poolSummarySchema,
        `/api/pool/${command}${queryOf({ name })}`,
        withBody('POST', reason === undefined ? {} : { reason }),
      ),
  };
}
