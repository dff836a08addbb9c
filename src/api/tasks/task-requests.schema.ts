import { z } from 'zod';
import { TASK_STATUSES } from '../../domain/task.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const LIMIT_RANGE = `must be a whole number from 1 to ${MAX_LIMIT}`;

const single = (limit: number) =>
  z.string('must be given once').max(limit, `must be at most ${limit} characters`).refine(isSearchable, {
    error: 'must not contain NUL characters or broken surrogate pairs',
  });

function isSearchable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The query of the list of tasks. */
export const taskQuerySchema = z.strictObject({
  status: z.enum(TASK_STATUSES, `must be one of ${TASK_STATUSES.join(', ')}`).exactOptional(),
  project: single(63).exactOptional(),
  q: single(200).exactOptional(),
  cursor: single(1_000).exactOptional(),
  limit: z
    .string(LIMIT_RANGE)
    .regex(/^\d{1,4}$/, { error: LIMIT_RANGE, abort: true })
    .transform(Number)
    .pipe(z.int().min(1, LIMIT_RANGE).max(MAX_LIMIT, LIMIT_RANGE))
    .default(DEFAULT_LIMIT),
});

/** The body of a wish to cancel; it may be left out altogether. */
export const cancelSchema = z
  .strictObject(
    {
      reason: z
        .string('must be a text')
        .trim()
        .min(1, 'must not be empty')
        .max(1_000, 'must be at most 1000 characters')
        .refine(isSearchable, 'must not contain NUL characters or broken surrogate pairs')
        .default('cancelled through the API'),
    },
    { error: ({ code }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined) },
  )
  .nullish()
  .transform((body) => body ?? { reason: 'cancelled through the API' });

export type CancelBody = z.output<typeof cancelSchema>;
