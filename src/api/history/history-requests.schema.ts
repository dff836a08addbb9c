import { z } from 'zod';
import { PHASES } from '../../domain/phase.ts';
import { textOnce, timeField } from '../http/request-fields.ts';

const NAME_LIMIT = 200;
const BUCKETS = ['hour', 'day'] as const;

/** The query of a history. */
export const historyQuerySchema = z.strictObject({
  from: timeField
    .exactOptional()
    .describe('Attempts that ended at this time or later; 24 hours before `to` if not given.'),
  to: timeField.exactOptional().describe('Attempts that ended before this time; now if not given.'),
  agent: textOnce(NAME_LIMIT).exactOptional().describe('Such as coder-agent.'),
  phase: z.enum(PHASES, `must be one of ${PHASES.join(', ')}`).exactOptional(),
  project: textOnce(NAME_LIMIT).exactOptional(),
  bucket: z
    .enum(BUCKETS, `must be one of ${BUCKETS.join(', ')}`)
    .exactOptional()
    .describe('Points by hour or day in UTC; without it only the total.'),
});

export type HistoryRequest = z.output<typeof historyQuerySchema>;
