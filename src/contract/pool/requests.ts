import { z } from 'zod';
import { LONGEST_QUEUE, MOST_LEASES } from '../../domain/pool/settings.ts';
import { jsonObject, limitField, namingOneOf, reasonField, textOnce } from '../fields.ts';

const wholeNumber = (most: number) => {
  const range = `must be a whole number from 1 to ${most}`;
  return z.int(range).min(1, range).max(most, range);
};

/** Which pool is meant; the default one when none is named. */
export const poolQuerySchema = z.strictObject({ name: textOnce(63).exactOptional() });

/** Which pool's decisions, and how many of them. */
export const decisionsQuerySchema = z.strictObject({
  name: textOnce(63).exactOptional(),
  limit: limitField({ usual: 50, most: 100 }),
});

const settingsShape = {
  size: wholeNumber(MOST_LEASES).exactOptional().describe('Leases at once; a bound that it crosses moves with it.'),
  min: wholeNumber(MOST_LEASES).exactOptional().describe('The least size the autoscaler goes down to.'),
  max: wholeNumber(MOST_LEASES).exactOptional().describe('The greatest size the autoscaler goes up to.'),
  policy: z
    .enum(['autoscaled', 'fixed'], 'must be autoscaled or fixed')
    .exactOptional()
    .describe('Whether the size follows the utilisation or stays as it is set.'),
  queue_cap: wholeNumber(LONGEST_QUEUE).exactOptional().describe('Tasks that may wait; more are refused.'),
  wait_bound_seconds: wholeNumber(86_400).exactOptional().describe('A task that waited this long goes first.'),
};

const SETTINGS = Object.keys(settingsShape);

/** What changes a pool's settings; what it does not name stays. */
export const poolChangeSchema = namingOneOf(
  z.strictObject(
    { ...settingsShape, reason: reasonField.exactOptional().describe('Kept with the decision.') },
    jsonObject,
  ),
  SETTINGS,
  `must name at least one of ${SETTINGS.join(', ')}`,
).meta({
  id: 'PoolChange',
  title: 'Change of a pool',
  examples: [{ size: 8, max: 12, reason: 'two more workers came up' }],
});

/** The body of a command to a pool; it may be left out altogether. */
export const poolCommandSchema = z
  .strictObject({ reason: reasonField.exactOptional().describe('Kept with the decision.') }, jsonObject)
  .nullish()
  .transform((body) => body ?? {});

export type PoolQuery = z.output<typeof poolQuerySchema>;
export type DecisionsQuery = z.output<typeof decisionsQuerySchema>;
export type PoolChangeBody = z.output<typeof poolChangeSchema>;
export type PoolCommandBody = z.output<typeof poolCommandSchema>;
