import { z } from 'zod';

/** The `heartbeat` part of `chimera.config.yaml`. */
export const heartbeatSchema = z.strictObject({
  /** How often workers and agents give a sign of life, in ms. */
  interval_ms: z.int().min(100).max(3_600_000).default(5_000),
});
