import type { PoolSettings } from '../../domain/pool/settings.ts';
import { type Http, queryOf, withBody } from './http.ts';
import { decisionsSchema, poolAnswerSchema, poolMetricsSchema, poolViewSchema } from './pool-view.ts';
import type { Decisions, PoolAnswer, PoolMetrics, PoolView } from './pool-view.ts';

/** What to do with a pool's intake. */
export type IntakeCommand = 'pause' | 'resume' | 'drain';

/** A pool of the API; without a name the default one. */
export interface PoolClient {
  view(name?: string, signal?: AbortSignal): Promise<PoolView>;
  metrics(name?: string): Promise<PoolMetrics>;
  /** The last decisions, newest first. */
  decisions(name?: string, limit?: number): Promise<Decisions>;
  /** Changes settings; the reason is kept with the decision. */
  change(settings: Partial<PoolSettings>, reason?: string, name?: string): Promise<PoolAnswer>;
  command(command: IntakeCommand, reason?: string, name?: string): Promise<PoolAnswer>;
}

/** The pools behind an API. */
export function createPoolClient({ read }: Http): PoolClient {
  const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
  return {
    view: (name, signal) =>
      read(poolViewSchema, `/api/pool${queryOf({ name })}`, signal === undefined ? {} : { signal }),
    metrics: (name) => read(poolMetricsSchema, `/api/metrics${queryOf({ name })}`),
    decisions: (name, limit) => read(decisionsSchema, `/api/pool/decisions${queryOf({ name, limit })}`),
    change: (settings, reason, name) =>
      read(poolAnswerSchema, `/api/pool${queryOf({ name })}`, withBody('PATCH', { ...settings, ...because(reason) })),
    command: (command, reason, name) =>
      read(poolAnswerSchema, `/api/pool/${command}${queryOf({ name })}`, withBody('POST', because(reason))),
  };
}
