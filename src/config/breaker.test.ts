import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_BREAKER_SETTINGS } from '../domain/circuit-breaker.ts';
import { breakerSchema, breakerSettingsOf } from './breaker.ts';

describe('the breaker part of a configuration', () => {
  it('has the defaults that docs/agents.md names', async () => {
    const page = await readFile(new URL('../../docs/agents.md', import.meta.url), 'utf8');
    const [, line = ''] = /`(breaker: \{[^`]*\})`/.exec(page) ?? [];
    const { breaker } = parse(line) as { readonly breaker: object };
    expect(Object.keys(breaker)).toEqual(Object.keys(breakerSchema.shape));
    expect(breakerSettingsOf(breakerSchema.parse(breaker))).toEqual(DEFAULT_BREAKER_SETTINGS);
    expect(breakerSettingsOf(breakerSchema.parse({}))).toEqual(DEFAULT_BREAKER_SETTINGS);
  });
});
