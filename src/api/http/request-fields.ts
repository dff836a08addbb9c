import { z } from 'zod';

const REASON_LIMIT = 1_000;

/** A query parameter that is given once, at most `limit` characters long. */
export function textOnce(limit: number) {
  return z
    .string('must be given once')
    .max(limit, `must be at most ${limit} characters`)
    .refine(isWholeText, { error: 'must not contain NUL characters or broken surrogate pairs' });
}

/** The query parameter that says how many to show. */
export function limitField({ usual, most }: { readonly usual: number; readonly most: number }) {
  const range = `must be a whole number from 1 to ${most}`;
  return z
    .string(range)
    .regex(/^\d{1,4}$/, { error: range, abort: true })
    .transform(Number)
    .pipe(z.int().min(1, range).max(most, range))
    .default(usual);
}

/** Why something is asked for, in a person's words. */
export const reasonField = z
  .string('must be a text')
  .trim()
  .min(1, 'must not be empty')
  .max(REASON_LIMIT, `must be at most ${REASON_LIMIT} characters`)
  .refine(isWholeText, 'must not contain NUL characters or broken surrogate pairs');

/** What a body must be, when it is something else. */
export const jsonObject = {
  error: ({ code }: { readonly code: string }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined),
};

function isWholeText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
