import { describe, expect, it } from 'vitest';
import { isTaskId } from '../../domain/task.ts';
import { fingerprintOf, randomTaskId, readIdempotencyKey, taskIdOfKey } from './task-id.ts';

describe('a task’s id', () => {
  it('is random without a key, and has the form of an id', () => {
    const ids = Array.from({ length: 100 }, randomTaskId);
    expect(ids.every(isTaskId)).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });

  it('follows from the key, the same in every process and release', () => {
    expect(taskIdOfKey('order-4711')).toBe('chimera-173d0ddbff03');
    expect(taskIdOfKey('order-4712')).not.toBe(taskIdOfKey('order-4711'));
  });
});

describe('a fingerprint', () => {
  it('does not depend on the order of fields, nor on fields that are not there', () => {
    expect(fingerprintOf('k', { a: 1, b: 'x' })).toBe(fingerprintOf('k', { b: 'x', a: 1, c: undefined }));
  });

  it.each([
    ['k', { a: 1, b: 'y' }],
    ['k', { a: '1', b: 'x' }],
    ['k', { a: 1 }],
    ['l', { a: 1, b: 'x' }],
  ])('differs for %s %j', (key, body) => {
    expect(fingerprintOf(key, body)).not.toBe(fingerprintOf('k', { a: 1, b: 'x' }));
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    [undefined, undefined],
    ['abc', 'abc'],
    [' abc ', 'abc'],
    ['"abc"', 'abc'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['"open', '"open'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('%j reads as %j', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it.each(['', ' ', '""', 'x'.repeat(256), 'ü', 'a\u0007b'])('%j is refused', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow('Idempotency-Key');
  });
});
