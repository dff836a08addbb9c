import { z } from 'zod';
import { CURSOR_FORM } from '../domain/cursor.ts';
import type { Budget } from '../domain/money/budget.ts';

/** A number of things. */
export const count = z.int().min(0);

/** A share of a whole. */
export const share = z.number().min(0).max(1);

/** A moment in ISO 8601. */
export const time = z.iso.datetime();

/** What agents may spend on a task, in USD and in tokens; each may be left out. */
export const budgetFields = {
  budget_usd: z
    .number('must be an amount of USD above 0')
    .positive('must be an amount of USD above 0')
    .max(1_000_000, 'must be at most 1 000 000 USD')
    .exactOptional()
    .describe('What agents may spend on the task in USD, in all; as the configuration has it if not given.'),
  budget_tokens: z
    .number('must be a whole number of tokens above 0')
    .int('must be a whole number of tokens above 0')
    .positive('must be a whole number of tokens above 0')
    .exactOptional()
    .describe('The same in tokens.'),
};

/** The budget that those fields are; undefined where neither is given. */
export function budgetOf(given: { readonly budget_usd?: number; readonly budget_tokens?: number }): Budget | undefined {
  const { budget_usd: usd, budget_tokens: tokens } = given;
  if (usd === undefined && tokens === undefined) return undefined;
  return { ...(usd === undefined ? {} : { usd }), ...(tokens === undefined ? {} : { tokens }) };
}

/** Where the next page of a list begins. */
export const nextCursor = z.string().nullable().describe('Given back as `cursor` for the next page; null on the last.');

const REASON_LIMIT = 1_000;

/** Any text without NUL characters, which a database cannot keep. */
export const NO_NUL = /^[^\u0000]*$/;

/** The same with at least one character that is not white space; the first such one is found in one way only. */
export const VISIBLE_TEXT =
  /^[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*[^\u0000\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff][^\u0000]*$/;

/** A query parameter that is given once, at most `limit` characters long. */
export function textOnce(limit: number) {
  return z
    .string('must be given once')
    .max(limit, `must be at most ${limit} characters`)
    .regex(NO_NUL, 'must not contain NUL characters')
    .refine(isWellFormed, { error: 'must not contain broken surrogate pairs' });
}

/** The query parameter that says how many to show. */
export function limitField({ usual, most }: { readonly usual: number; readonly most: number }) {
  const range = `must be a whole number from 1 to ${most}`;
  return z
    .string(range)
    .regex(/^[1-9]\d{0,3}$/, { error: range, abort: true })
    .transform(Number)
    .pipe(z.int().max(most, range))
    .default(usual)
    .meta({ wire: { type: 'integer', minimum: 1, maximum: most, default: usual } });
}

const ISO_TIME = 'must be a time in ISO 8601, such as 2026-03-01T12:00:00Z';
const LATEST = Date.UTC(9999, 11, 31);

/** A query parameter that is a time, as ms since the epoch. Nothing is older than that, or younger than the year 9999. */
export const timeField = z.iso
  .datetime({
    offset: true,
    error: ({ code }) => (code === 'invalid_type' ? 'must be given once' : ISO_TIME),
  })
  .transform((text) => Math.min(Math.max(Date.parse(text), 0), LATEST))
  .meta({ wire: { type: 'string', format: 'date-time' } });

/** The query parameter that asks for the page after another one. */
export const cursorField = z
  .string('must be given once')
  .regex(CURSOR_FORM, 'must be the next_cursor of an earlier page')
  .describe('The next_cursor of the page before.')
  .meta({ examples: ['1772366400000.chimera-0123456789ab'] });

/** A text of a person, with something to read in it, trimmed. */
function writtenText(limit: number) {
  return z
    .string('must be a text')
    .max(limit, `must be at most ${limit} characters`)
    .regex(VISIBLE_TEXT, {
      error: ({ input }) => (isBlank(input) ? 'must not be empty' : 'must not contain NUL characters'),
    })
    .refine(isWellFormed, 'must not contain broken surrogate pairs')
    .transform((text) => text.trim());
}

/** Why something is asked for, in a person's words. */
export const reasonField = writtenText(REASON_LIMIT).meta({ examples: ['the provider is back'] });

/** What a body must be, when it is something else. */
export const jsonObject = {
  error: ({ code }: { readonly code: string }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined),
};

/** An object that names at least one of its fields, and in the document too. */
export function namingOneOf<S extends z.ZodObject>(object: S, fields: readonly string[], complaint: string) {
  return object
    .refine((given) => fields.some((field) => Object.hasOwn(given, field)), complaint)
    .meta({ anyOf: fields.map((field) => ({ required: [field] })) });
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function isBlank(text: unknown): boolean {
  return typeof text === 'string' && text.trim() === '';
}
