import { z } from 'zod';
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS } from '../domain/circuit-breaker.ts';

const seconds = (ms: number) =>
  z
    .number()
    .min(1)
    .max(86_400)
    .default(ms / 1_000);

/** The `breaker` part of `chimera.config.yaml`: one for all agents. */
export const breakerSchema = z.strictObject({
  /** Failures of an agent without a success between them that open its breaker. */
  threshold: z.int().min(1).max(1_000).default(DEFAULT_BREAKER_SETTINGS.failure_threshold),
  /** How long it stays open before it is tried again. */
  open_seconds: seconds(DEFAULT_BREAKER_SETTINGS.open_ms),
  /** Calls at once that try it. */
  probes: z.int().min(1).max(100).default(DEFAULT_BREAKER_SETTINGS.half_open_calls),
  /** How long such a call may be silent before another may take its place. */
  probe_lease_seconds: seconds(DEFAULT_BREAKER_SETTINGS.probe_lease_ms),
});

/** The settings that the `breaker` part stands for. */
export function breakerSettingsOf(declared: z.output<typeof breakerSchema>): BreakerSettings {
  const { threshold, open_seconds, probes, probe_lease_seconds } = declared;
  return {
    failure_threshold: threshold,
    open_ms: Math.round(open_seconds * 1_000),
    half_open_calls: probes,
    probe_lease_ms: Math.round(probe_lease_seconds * 1_000),
  };
}
