import { z } from 'zod';
import { PHASES } from '../../domain/phase.ts';
import { textOnce } from '../http/request-fields.ts';

const NAME_LIMIT = 200;
const BUCKETS = ['hour', 'day'] as const;

const time = z
  .string('must be given once')
  .pipe(z.iso.datetime({ offset: true, error: 'must be a time in ISO 8601, such as 2026-03-01T12:00:00Z' }))
  .transform((text) => Date.parse(text));

/** The query of a history. */
export const historyQuerySchema = z.strictObject({
  from: time.exactOptional().describe('Attempts that ended at this time or later; 24 hours before `to` if not given.'),
  to: time.exactOptional().describe('Attempts that ended before this time; now if not given.'),
  agent: textOnce(NAME_LIMIT).exactOptional().describe('Such as coder-agent.'),
  phase: z.enum(PHASES, `must be one of ${PHASES.join(', ')}`).exactOptional(),
  project: textOnce(NAME_LIMIT).exactOptional(),
  bucket: z
    .enum(BUCKETS, `must be one of ${BUCKETS.join(', ')}`)
    .exactOptional()
    .describe('Points by hour or day in UTC; without it only the total.'),
});

export type HistoryRequest = z.output<typeof historyQuerySchema>;
