import { describe, expect, it } from 'vitest';
import { keepTail } from './output-tail.ts';

describe('the tail of an output', () => {
  it('is the whole output while that is short', () => {
    const tail = keepTail(10);
    tail.push(Buffer.from('abc'));
    tail.push(Buffer.from('def'));
    expect(tail.text()).toBe('abcdef');
  });

  it('is the last bytes of a long output, in small pieces or in one', () => {
    const pieces = keepTail(4);
    for (const piece of ['ab', 'cd', 'ef', 'gh', 'ij']) pieces.push(Buffer.from(piece));
    const one = keepTail(4);
    one.push(Buffer.from('abcdefghij'));
    expect([pieces.text(), one.text()]).toEqual(['ghij', 'ghij']);
  });

  it('begins with a whole character', () => {
    const tail = keepTail(4);
    tail.push(Buffer.from('a€€'));
    expect(tail.text()).toBe('€');
  });
});
