import { describe, expect, it } from 'vitest';
import { secretsOfRequest } from './request-secrets.ts';

const of = (feature: string, target_url = 'http://127.0.0.1:3000/') => secretsOfRequest({ feature, target_url });

describe('the secrets of a request', () => {
  it.each([
    ['I fill "Password" with "hunter2-4711".', ['hunter2-4711']],
    ["When I type 'a-1' into the token field", ['a-1']],
    ['I fill “API key” with “b-2” and ‘c-3’ and `d-4`', ['b-2', 'c-3', 'd-4']],
    ['enter Secret123 into the Password field.', ['Secret123']],
    ['Open the home page. I see "Hello".', []],
    ['I fill "Name" with "Ada"', []],
  ])('of %s are %j', (feature, secrets) => {
    expect(of(feature)).toEqual(secrets);
  });

  it('are the cells of a column of secrets', () => {
    const feature = ['Given accounts', '| user | password |', '| ada | a-1 |', '| bob | b-2 |', '', '| n |', '| 1 |'];
    expect(of(feature.join('\n'))).toEqual(['a-1', 'b-2']);
  });

  it('are the password and the secret parameters of its URL', () => {
    expect(of('x', 'https://ada:a-1@shop.example/?token=b-2&page=3')).toEqual(['a-1', 'a-1', 'b-2']);
  });

  it('are found in a moment, however the text is made', () => {
    const before = process.threadCpuUsage();
    for (const piece of ['a', '“', '„', '‘', '"', "'", '„a“', '“a', '"a1', '1 ', '.'])
      of(`password ${piece.repeat(Math.floor(65_000 / Buffer.byteLength(piece)))}x`);
    const { user, system } = process.threadCpuUsage(before);
    // All of them together; the word alone once took 2 s.
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});
