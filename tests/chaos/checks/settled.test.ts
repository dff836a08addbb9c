import { describe, expect, it } from 'vitest';
import { settled } from './settled.ts';

describe('things that become fewer', () => {
  it('are waited for, also when a look fails, until none is left', async () => {
    const looks: (number | Error)[] = [3, 2, new Error('away'), 1, 0, 9];
    const look = () => {
      const next = looks.shift();
      return typeof next === 'number' ? Promise.resolve(next) : Promise.reject(next ?? new Error('too many looks'));
    };
    await settled(look, 10_000);
    expect(looks).toEqual([9]);
  });

  it('are given up when they have stood still for a time', async () => {
    let looks = 0;
    await settled(() => Promise.resolve((looks += 1) === 1 ? 3 : 2), 600);
    expect(looks).toBeGreaterThan(2);
  });
});
