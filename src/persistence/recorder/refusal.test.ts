import { describe, expect, it } from 'vitest';
import { isRefusal } from './refusal.ts';

const withCode = (code: string) => Object.assign(new Error('database'), { code });
const failedQuery = (cause: unknown) => new Error('Failed query', { cause });

describe('an error of a store', () => {
  it.each([
    ['a text that is no JSON', withCode('22P02')],
    ['a missing value', withCode('23502')],
    ['a table that is not there', withCode('42P01')],
    ['a row twice in a statement', withCode('21000')],
    ['a bug', new TypeError('x is undefined')],
    ['no error at all', 'a text'],
  ])('is a refusal for %s', (_, cause) => {
    expect(isRefusal(cause)).toBe(true);
    expect(isRefusal(failedQuery(cause))).toBe(true);
  });

  it.each([
    ['a server that shuts down', withCode('57P01')],
    ['a full disk', withCode('53100')],
    ['a deadlock', withCode('40P01')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a broken connection', new Error('Connection terminated unexpectedly')],
  ])('is none for %s', (_, cause) => {
    expect(isRefusal(cause)).toBe(false);
    expect(isRefusal(failedQuery(cause))).toBe(false);
  });
});
