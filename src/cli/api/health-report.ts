import { z } from 'zod';
import { CHECK_STATUSES } from '../../domain/health/check.ts';

/** What was done about something critical. */
const remedySchema = z.looseObject({
  id: z.number(),
  kind: z.string(),
  status: z.string(),
  applied_at: z.string(),
  cause: z.string(),
  effect: z.string().nullable(),
  reversal: z.string(),
  end_reason: z.string().nullable(),
});

/** The health by checks as the API shows it; fields the CLI does not know are kept for `--json`. */
export const healthReportSchema = z.looseObject({
  status: z.string(),
  as_of: z.string().nullable(),
  checks: z.array(
    z.looseObject({
      name: z.string(),
      status: z.enum(CHECK_STATUSES),
      message: z.string(),
      current_value: z.number().nullable().optional(),
      threshold: z.number().nullable().optional(),
    }),
  ),
  recommendations: z.array(z.string()),
  /** An API of a version before it did anything has none. */
  remediation: z.array(remedySchema).optional(),
});

export type HealthReport = z.output<typeof healthReportSchema>;
