import { z } from 'zod';
import { jsonObject, reasonField } from '../http/request-fields.ts';

/** What an operator does to a breaker. */
export const breakerCommandSchema = z
  .strictObject(
    {
      action: z
        .enum(['trip', 'reset'], 'must be trip or reset')
        .describe('trip: no call of the agent until a reset. reset: calls go through, and failures are forgotten.'),
      reason: reasonField.describe('Kept with the change.'),
    },
    jsonObject,
  )
  .meta({
    id: 'BreakerCommand',
    title: 'Command to a circuit breaker',
    examples: [{ action: 'trip', reason: 'the provider is being moved' }],
  });

export type BreakerCommand = z.output<typeof breakerCommandSchema>;
