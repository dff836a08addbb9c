import { describe, expect, it } from 'vitest';
import { scenariosAtOnce } from './scenario-room.ts';

const GIB = 1024 ** 3;

describe('how many scenarios run at once', () => {
  it.each([
    ['two a core where they are expected to fail, which is waiting', { cores: 2, freeBytes: 64 * GIB }, 8, 4],
    ['no more than are allowed', { cores: 16, freeBytes: 64 * GIB }, 3, 3],
    ['no more than the memory holds', { cores: 16, freeBytes: GIB }, 8, 2],
    ['one, however little room there is', { cores: 0.5, freeBytes: 0 }, 8, 1],
    ['two on a part of a core', { cores: 0.5, freeBytes: 64 * GIB }, 8, 2],
  ])('is %s', (_, room, most, expected) => {
    expect(scenariosAtOnce(room, most, 'failed')).toBe(expected);
  });

  it('is one a core where they are expected to pass, which is work', () => {
    expect(scenariosAtOnce({ cores: 2, freeBytes: 64 * GIB }, 8, 'passed')).toBe(2);
  });
});
