import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { annotationSchema, bulkRequeueSchema } from '../../contract/dead-letter/requests.ts';
import { poolChangeSchema } from '../../contract/pool/requests.ts';
import { submissionSchema } from '../../contract/task/requests.ts';
import { cursorField, limitField, reasonField, textOnce, timeField } from '../../contract/fields.ts';
import { wireForm } from './wire-form.ts';

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });

/** Judges values as a reader of the document would. */
function byDocument(schema: z.ZodType): (value: unknown) => boolean {
  const { schema: form, components } = wireForm(schema, 'input') ?? { schema: {}, components: {} };
  return ajv.compile({ ...form, components: { schemas: components } });
}

/** Judges values as the API does. */
const byApi = (schema: z.ZodType) => (value: unknown) => schema.safeParse(value).success;

function agreeOn(schema: z.ZodType, values: fc.Arbitrary<unknown>): void {
  const [document, api] = [byDocument(schema), byApi(schema)];
  fc.assert(
    fc.property(values, (value) => {
      expect(document(value)).toBe(api(value));
    }),
    { numRuns: 1_000 },
  );
}

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\t\n',
    '\u0000',
    'a\u0000',
    '\u0085',
    '\u00a0',
    '\u3000',
    '\ufeff',
    ' a ',
    '1.a',
    '0.chimera-1',
  ),
  fc.nat({ max: 1_010 }).map((length) => 'x'.repeat(length)),
);

describe('the document and the API agree', () => {
  it('on a reason: something to read, of at most 1000 characters', () => {
    agreeOn(reasonField, texts);
    expect(reasonField.parse('  because\n')).toBe('because');
  });

  it('at once, however long the text is', () => {
    const long = 1_000_000;
    for (const text of ['x', ' ', ' x'].flatMap((part) => [part.repeat(long), `${part.repeat(long)}\u0000`])) {
      const { pattern } = wireForm(reasonField, 'input')?.schema as { pattern: string };
      expect(new RegExp(pattern).test(text)).toBe(text.includes('x') && !text.includes('\u0000'));
    }
  });

  it('on a text, and on the place of a page', () => {
    agreeOn(textOnce(63), texts);
    agreeOn(cursorField, texts);
  });

  it('on how many: a number in the document, digits in a URL', () => {
    const field = limitField({ usual: 50, most: 200 });
    const [document, api] = [byDocument(field), byApi(field)];
    for (let number = -5; number <= 10_000; number += 1) expect(api(String(number))).toBe(document(number));
    for (const text of ['', '01', '1.5', '1e2', ' 1', '0x1', 'ten']) expect(api(text)).toBe(false);
    expect(wireForm(field, 'input')?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 200, default: 50 });
  });

  it('on a time', () => {
    expect(wireForm(timeField, 'input')?.schema).toEqual({ type: 'string', format: 'date-time' });
    expect(timeField.parse('2026-03-01T12:00:00+01:00')).toBe(Date.parse('2026-03-01T11:00:00Z'));
    expect(timeField.parse('0001-01-01T00:00:00+23:59')).toBe(0);
    expect(new Date(timeField.parse('9999-12-31T23:59:59-23:59')).getUTCFullYear()).toBe(9999);
    for (const text of ['', 'yesterday', '2026-03-01', '2026-13-01T00:00:00Z'])
      expect(byApi(timeField)(text)).toBe(false);
  });

  it('on bodies that name at least one of their fields', () => {
    const word = fc.string({ maxLength: 5 });
    const phase = fc.constantFrom('GUARDIAN_REVIEW', 'TEA_BREAK');
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const without = (record: object) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
    agreeOn(
      poolChangeSchema,
      fc
        .record({ size: some(fc.integer({ min: -1, max: 2_000 })), reason: some(word), other: some(word) })
        .map(without),
    );
    agreeOn(
      annotationSchema,
      fc.record({ investigated: some(fc.boolean()), resolution: some(fc.option(word)) }).map(without),
    );
    const filter = fc
      .record({ phase: some(phase), project: some(word), ids: some(fc.array(word, { maxLength: 2 })) })
      .map(without);
    agreeOn(bulkRequeueSchema, fc.record({ filter, dry_run: some(fc.boolean()) }).map(without));
  });

  it('on where a site is', () => {
    const host = fc.constantFrom(
      'localhost',
      'a.example:8080',
      '[::1]:3000',
      'u:p@localhost',
      'u@a',
      'a b',
      '',
      'ü.example',
    );
    const scheme = fc.constantFrom('http://', 'HTTPS://', 'ftp://', 'javascript:', '//', 'http:/');
    const rest = fc.constantFrom('', '/', '/a?b#c', '?q', '#f', '/a b', '\\x', `/${'x'.repeat(3_000)}`);
    const url = fc.tuple(scheme, host, rest).map((parts) => parts.join(''));
    agreeOn(submissionSchema, fc.record({ feature: fc.constantFrom('x', ' ', ''), target_url: url }));
  });
});
