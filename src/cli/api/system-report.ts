import { z } from 'zod';

/** The report as the API gives it: what the CLI passes on is no matter to it, only that it is one. */
export const systemReportSchema = z.looseObject({ status: z.string(), hours: z.number(), score: z.looseObject({}) });

export type SystemReport = z.output<typeof systemReportSchema>;
