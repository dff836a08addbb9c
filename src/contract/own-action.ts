import { z } from 'zod';
import { limitField, time } from './fields.ts';
import { POOL_ACTIONS } from '../domain/pool/action.ts';

/** An example of a remedy. */
export const OWN_ACTION_EXAMPLE = {
  id: 7,
  kind: 'raise_size' as const,
  pool: 'default',
  agent: null,
  status: 'in_force' as const,
  applied_at: '2026-03-01T12:00:00.000Z',
  cause: 'pool default is used by 100 %, and 3 tasks wait',
  figures: { size: 5, max: 10, active: 5, queue_depth: 3, utilization_pct: 100 },
  effect: 'the size of pool default went from 5 to 8',
  reversal: 'the size goes back to 5 once at most 4 leases are in use and at most 20 tasks wait for 10 min',
  ended_at: null,
  ended_by: null,
  end_reason: null,
};

/** A remedy as the API shows it. */
export const ownActionSchema = z
  .object({
    id: z.int().min(1),
    kind: z
      .enum([...POOL_ACTIONS, 'trip_breaker'])
      .describe('limit_intake: no more tasks may wait than would be critical. pause_intake: nothing starts.'),
    pool: z.string().describe('The pool whose condition asked for it.'),
    agent: z.string().nullable().describe('The agent whose breaker was tripped.'),
    status: z.enum(['applying', 'in_force', 'over']),
    applied_at: time,
    cause: z.string(),
    figures: z.record(z.string(), z.number()).describe('What led to it.'),
    effect: z.string().nullable().describe('What was done; null until that is known.'),
    reversal: z.string().describe('How it is reversed, and when.'),
    ended_at: time.nullable(),
    ended_by: z.enum(['chimera', 'operator']).nullable(),
    end_reason: z.string().nullable(),
  })
  .meta({ id: 'Remedy', title: 'What was done about something critical', examples: [OWN_ACTION_EXAMPLE] });

export type OwnActionView = z.output<typeof ownActionSchema>;

/** Remedies, newest first. */
export const ownActionsSchema = z
  .object({ remediations: z.array(ownActionSchema).describe('Newest first.') })
  .meta({ id: 'Remedies', title: 'Remedies', examples: [{ remediations: [OWN_ACTION_EXAMPLE] }] });

export type OwnActionsView = z.output<typeof ownActionsSchema>;

const LONGEST = 200;

/** How many remedies are listed. */
export const ownActionsQuerySchema = z.strictObject({
  limit: limitField({ usual: 50, most: LONGEST }).describe('How many at most.'),
});

export type OwnActionsQuery = z.output<typeof ownActionsQuerySchema>;
