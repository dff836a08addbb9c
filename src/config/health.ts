import { z } from 'zod';
import {
  DEFAULT_HEALTH_SETTINGS,
  healthSettings,
  type HealthSettings,
  type Limits,
} from '../domain/health/settings.ts';

const { success, duration, actions } = DEFAULT_HEALTH_SETTINGS;

/** Between two samples of health when nobody says otherwise, in ms. */
const SAMPLE_INTERVAL_MS = 15_000;

/** An hour: the rules look back no further. */
const LONGEST_S = 3_600;

/** The units of the figures: percent, and for a queue tasks. What is left out stays as S11 has it. */
const limit = z.strictObject({
  above: z.number().min(0).max(1_000_000).optional(),
  /** For so long without a break. */
  for_seconds: z.number().min(0).max(LONGEST_S).optional(),
});

const limits = z.strictObject({
  critical: limit.optional(),
  warning: limit.optional(),
  info: limit.optional(),
});

const share = (percent: number) => z.number().min(0).max(100).default(percent);
const seconds = (ms: number, most = 86_400) =>
  z
    .number()
    .min(0)
    .max(most)
    .default(ms / 1_000);

/** The `health` part of `chimera.config.yaml`: when something is wrong, and what is done about it. */
export const healthSettingsSchema = z.strictObject({
  /** Between two samples; after three that are missing nothing is known. */
  sample_seconds: z
    .number()
    .min(1)
    .max(60)
    .default(SAMPLE_INTERVAL_MS / 1_000),
  utilization: limits.prefault({}),
  queue: limits.omit({ warning: true }).prefault({}),
  memory: limits.omit({ info: true }).prefault({}),
  cpu: limits.pick({ warning: true }).prefault({}),
  connections: limits.omit({ info: true }).prefault({}),
  /** Shares of successes below which something is wrong; of fewer than `events` nothing is said. */
  success: z
    .strictObject({
      critical: share(success.critical),
      warning: share(success.warning),
      events: z.int().min(1).max(100).default(success.events),
    })
    .prefault({}),
  /** A mean duration above `factor` times the usual one, which is known of so many tasks. */
  duration: z
    .strictObject({
      factor: z.number().min(1).max(1_000).default(duration.factor),
      tasks: z.int().min(1).max(10_000).default(duration.tasks),
    })
    .prefault({}),
  remediation: z
    .strictObject({
      /** Whether anything is done about what is critical; what was done before is taken back in any case. */
      enabled: z.boolean().default(actions.enabled),
      /** Between two actions on one pool. */
      spacing_seconds: seconds(actions.cooldown_ms, LONGEST_S),
      /** For so long the condition must be over before it is taken back. */
      relief_seconds: seconds(actions.calm_ms, LONGEST_S),
      /** After this a sample must show what was done. */
      settle_seconds: seconds(actions.settle_ms, LONGEST_S),
      /** For so long what somebody else decided is left alone. */
      hands_off_seconds: seconds(actions.yield_ms),
    })
    .prefault({}),
});

/** How health is watched: the time between two samples in ms, and the thresholds. */
export interface HealthConfig {
  readonly sample_ms: number;
  readonly settings: HealthSettings;
}

/** What the `health` part stands for. */
export function healthConfigOf(declared: z.output<typeof healthSettingsSchema>): HealthConfig {
  const { sample_seconds, remediation, success: declaredSuccess, duration: declaredDuration } = declared;
  const sample_ms = Math.round(sample_seconds * 1_000);
  const base = healthSettings(sample_ms);
  return {
    sample_ms,
    settings: {
      ...base,
      utilization: limitsOf(base.utilization, declared.utilization),
      queue: limitsOf(base.queue, declared.queue),
      memory: limitsOf(base.memory, declared.memory),
      cpu: limitsOf(base.cpu, declared.cpu),
      connections: limitsOf(base.connections, declared.connections),
      success: declaredSuccess,
      duration: declaredDuration,
      actions: {
        enabled: remediation.enabled,
        cooldown_ms: ms(remediation.spacing_seconds),
        calm_ms: ms(remediation.relief_seconds),
        settle_ms: ms(remediation.settle_seconds),
        yield_ms: ms(remediation.hands_off_seconds),
      },
    },
  };
}

function limitsOf(defaults: Limits, declared: z.output<typeof limits>): Limits {
  const entries = Object.entries(defaults).map(([level, { above, for_ms }]) => {
    const own = declared[level as keyof Limits];
    const spell = own?.for_seconds === undefined ? for_ms : ms(own.for_seconds);
    return [level, { above: own?.above ?? above, for_ms: spell }] as const;
  });
  return Object.fromEntries(entries);
}

function ms(inSeconds: number): number {
  return Math.round(inSeconds * 1_000);
}
