import { z } from 'zod';
import type { BreakerSettings } from '../domain/circuit-breaker.ts';
import type { Budgets } from '../domain/money/budget.ts';
import type { Prices } from '../domain/money/prices.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import { someQuoted } from '../domain/some-of.ts';
import { DEFAULT_POOL, type PoolSettings, settingsForMost } from '../domain/pool/settings.ts';
import { declaredAgentName, ownAgent } from './agent-choice.ts';
import { breakerSchema } from './breaker.ts';
import { type HealthConfig, healthSettingsSchema } from './health.ts';
import { budgetsSchema, pricesSchema } from './money.ts';
import { nearest } from './nearest.ts';
import { poolsSchema } from './pools.ts';
import { declaredProjectSchema, type ProjectConfig } from './project.ts';
import { retrySchema } from './retry.ts';
import { sandboxSwitch } from './sandbox.ts';

/** The `heartbeat` part of `chimera.config.yaml`. */
const heartbeatSchema = z.strictObject({
  /** How often workers and agents give a sign of life, in ms. */
  interval_ms: z.int().min(100).max(3_600_000).default(5_000),
});

/** The form of `chimera.config.yaml`. */
export const configFileSchema = z.strictObject({
  projects: z.array(declaredProjectSchema).min(1),
  /** Agents of one's own by name, for the projects to share: one account has one breaker. */
  agents: z.record(declaredAgentName, ownAgent).default({}),
  budgets: budgetsSchema.prefault({}),
  /** What models cost that the table of list prices does not have, or has otherwise. */
  prices: pricesSchema.default({}),
  retry: retrySchema.prefault({}),
  breaker: breakerSchema.prefault({}),
  /** Pools by name; projects share the pool `default` unless they name another. */
  pools: poolsSchema.prefault({}),
  workspaces: z
    .strictObject({
      /** Hours for which the workspace of a failed task is kept. */
      keep_failed_hours: z.number().min(0).max(8_760).default(24),
    })
    .prefault({}),
  records: z
    .strictObject({
      /** Days for which attempts, calls, samples and ended tasks are kept in the database. */
      keep_days: z.int().min(1).max(3_650).default(30),
    })
    .prefault({}),
  profiling: z
    .strictObject({
      /** Whether it is measured what phases spend their time on. */
      enabled: z.boolean().default(true),
    })
    .prefault({}),
  health: healthSettingsSchema.prefault({}),
  heartbeat: heartbeatSchema.prefault({}),
  sandbox: sandboxSwitch.default('on'),
});

/** What `chimera.config.yaml` says, checked, with defaults filled in and local repository paths absolute. */
export interface ChimeraConfig {
  readonly projects: readonly ProjectConfig[];
  readonly budgets: Budgets;
  readonly prices: Prices;
  readonly retry: RetryPolicy;
  /** Of every agent's circuit breaker. */
  readonly breaker: BreakerSettings;
  /** Settings of every pool, `default` among them. */
  readonly pools: Readonly<Record<string, PoolSettings>>;
  readonly workspaces: { readonly keep_failed_hours: number };
  readonly records: { readonly keep_days: number };
  readonly profiling: { readonly enabled: boolean };
  readonly health: HealthConfig;
  readonly heartbeat: { readonly interval_ms: number };
  /** Whether the programs of tasks are confined. */
  readonly sandbox: 'on' | 'off';
}

/** The configuration with at most so many tasks at work at once in the default pool, as a command line may want it. */
export function withMostConcurrent(config: ChimeraConfig, most: number): ChimeraConfig {
  const settings = settingsForMost(most, config.pools[DEFAULT_POOL]);
  return { ...config, pools: { ...config.pools, [DEFAULT_POOL]: settings } };
}

/** A request names a project that is not declared, or none where several are. */
export class UnknownProjectError extends Error {
  override readonly name = 'UnknownProjectError';
}

/**
 * The project of that name; without a name, the only one declared.
 * @throws {UnknownProjectError} naming the declared projects.
 */
export function findProject(config: Pick<ChimeraConfig, 'projects'>, name?: string): ProjectConfig {
  const names = config.projects.map((project) => project.name);
  const declared = `declared are ${someQuoted(names)}`;
  if (name === undefined) {
    const [only, ...others] = config.projects;
    if (only !== undefined && others.length === 0) return only;
    throw new UnknownProjectError(`A project must be named: ${declared}.`);
  }
  const found = config.projects.find((project) => project.name === name);
  if (found !== undefined) return found;
  const near = nearest(name, names);
  const hint = near === undefined ? declared : `did you mean "${near}"? (${declared})`;
  throw new UnknownProjectError(`There is no project "${name}": ${hint}.`);
}
