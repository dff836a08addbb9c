import { z } from 'zod';

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
  checks: z.array(z.looseObject({ name: z.string(), status: z.string(), message: z.string() })),
  recommendations: z.array(z.string()),
  /** An API of a version before it did anything has none. */
  remediation: z.array(remedySchema).optional(),
});

export type HealthReport = z.output<typeof healthReportSchema>;
