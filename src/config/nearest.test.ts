import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['stagging', 'staging'],
    ['stagign', 'staging'],
    ['set-up', 'set_up'],
    ['targetUrl', 'target_url'],
    ['nmae', 'name'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearest(written, ['name', 'target_url', 'set_up', 'staging'])).toBe(meant);
  });

  it('guesses nothing that is far off', () => {
    expect(nearest('priority', ['name', 'target_url', 'staging'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});
