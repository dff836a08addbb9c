import { z } from 'zod';
import {
  LONGEST_WAIT_MS,
  PATIENT_RETRY_POLICY,
  type RetryPolicy,
  STANDARD_RETRY_POLICY,
} from '../domain/retry-policy.ts';

const ONE_DAY_MS = 86_400_000;
const ONE_HOUR_MS = 3_600_000;

const ownSchedule = z.strictObject({
  /** Retries after the first attempt. */
  max_retries: z.int().min(0).max(100).default(STANDARD_RETRY_POLICY.maxRetries),
  first_delay_ms: z.int().min(0).max(ONE_DAY_MS).default(STANDARD_RETRY_POLICY.firstDelayMs),
  factor: z.number().min(1).max(100).default(STANDARD_RETRY_POLICY.factor),
  max_delay_ms: z.int().min(0).max(ONE_DAY_MS).default(STANDARD_RETRY_POLICY.maxDelayMs),
  /** Share by which a delay is spread to both sides: 0.2 is ±20 %. */
  jitter: z.number().min(0).max(1).default(STANDARD_RETRY_POLICY.jitter),
});

/** The `retry` part of `chimera.config.yaml`: a schedule by name, or one's own with the standard one's defaults. */
export const retrySchema = z.strictObject({
  schedule: z
    .union([z.enum(['standard', 'patient']), ownSchedule], {
      error: 'must be "standard", "patient" or { max_retries, first_delay_ms, factor, max_delay_ms, jitter }',
    })
    .default('standard'),
  /** How long a phase waits in a row at most, for an open breaker or a provider's time; then its task is parked. */
  longest_wait_hours: z
    .number()
    .min(0)
    .max(30 * 24)
    .default(LONGEST_WAIT_MS / ONE_HOUR_MS),
});

/** The retry policy that the `retry` part stands for. */
export function retryPolicyOf({ schedule, longest_wait_hours }: z.output<typeof retrySchema>): RetryPolicy {
  return { ...delaysOf(schedule), longestWaitMs: Math.round(longest_wait_hours * ONE_HOUR_MS) };
}

function delaysOf(schedule: z.output<typeof retrySchema>['schedule']): Omit<RetryPolicy, 'longestWaitMs'> {
  if (schedule === 'standard') return STANDARD_RETRY_POLICY;
  if (schedule === 'patient') return PATIENT_RETRY_POLICY;
  return {
    maxRetries: schedule.max_retries,
    firstDelayMs: schedule.first_delay_ms,
    factor: schedule.factor,
    maxDelayMs: schedule.max_delay_ms,
    jitter: schedule.jitter,
  };
}
