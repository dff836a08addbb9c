import { z } from 'zod';
import {
  changedSettings,
  DEFAULT_POOL,
  DEFAULT_POOL_SETTINGS,
  type PoolSettings,
  settingProblems,
  settingsForMost,
} from '../domain/pool/settings.ts';
import type { PlacedProblem } from './schema-problems.ts';

/** Sizes by name (S6). */
const PRESETS = {
  conservative: settingsForMost(3),
  default: DEFAULT_POOL_SETTINGS,
  aggressive: settingsForMost(10),
} as const;

export const poolName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63, such as "gpu"');

/** One pool of `chimera.config.yaml`: a preset, and what differs from it. */
const poolSchema = z.strictObject({
  preset: z.enum(['conservative', 'default', 'aggressive']).default('default'),
  size: z.int().optional(),
  min: z.int().optional(),
  max: z.int().optional(),
  policy: z.enum(['autoscaled', 'fixed']).optional(),
  queue_cap: z.int().optional(),
  wait_bound_seconds: z.int().optional(),
});

/** The `pools` part of `chimera.config.yaml`, by name. */
export const poolsSchema = z.record(poolName, poolSchema);

type Declared = z.output<typeof poolSchema>;

/** The settings of every declared pool; the default pool is always among them. */
export function poolsOf(declared: z.output<typeof poolsSchema>): Readonly<Record<string, PoolSettings>> {
  const entries = Object.entries({ [DEFAULT_POOL]: poolSchema.parse({}), ...declared });
  return Object.fromEntries(entries.map(([name, pool]) => [name, settingsOf(pool)]));
}

/** What is wrong with pools whose form is right: settings that do not hold together. */
export function poolProblems(declared: z.output<typeof poolsSchema>): readonly PlacedProblem[] {
  return Object.entries(declared).flatMap(([name, pool]) =>
    settingProblems(settingsOf(pool)).map(({ field, message }) => ({
      at: ['pools', name, field],
      value: String(settingsOf(pool)[field]),
      message,
    })),
  );
}

function settingsOf({ preset, ...change }: Declared): PoolSettings {
  return changedSettings(PRESETS[preset], definedOnly(change));
}

/** An object without the keys whose value is undefined. */
function definedOnly<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
