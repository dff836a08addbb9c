import { z } from 'zod';
import { limitField } from '../http/request-fields.ts';

const FORMATS = ['json', 'markdown'] as const;

/** The query of a report. */
export const reportQuerySchema = z.strictObject({
  format: z
    .enum(FORMATS, `must be one of ${FORMATS.join(', ')}`)
    .exactOptional()
    .describe('Without it the header Accept decides: text/markdown gives Markdown, anything else JSON.'),
  hours: limitField({ usual: 24, most: 720 }).describe('How far the report looks back.'),
});

export type ReportRequest = z.output<typeof reportQuerySchema>;
