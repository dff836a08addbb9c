import { z } from 'zod';

/** The health by checks as the API shows it; fields the CLI does not know are kept for `--json`. */
export const healthReportSchema = z.looseObject({
  status: z.string(),
  as_of: z.string().nullable(),
  checks: z.array(z.looseObject({ name: z.string(), status: z.string(), message: z.string() })),
  recommendations: z.array(z.string()),
});

export type HealthReport = z.output<typeof healthReportSchema>;
