import { describe, expect, it } from 'vitest';
import { maskOf } from './mask.ts';

describe('a mask', () => {
  it('hides a known secret wherever it stands, and what has the shape of one', () => {
    const mask = maskOf(['hunter2-4711']);
    expect(mask('a hunter2-4711, a xhunter2-4711x and a Bearer abcdefgh1')).toBe(
      'a [redacted], a x[redacted]x and a Bearer [redacted]',
    );
    expect(mask('nothing of the kind')).toBe('nothing of the kind');
  });

  it('hides it escaped as in JSON and encoded as in URLs', () => {
    const secret = 'h"un/ter 2';
    const mask = maskOf([secret]);
    expect(mask(JSON.stringify({ said: secret }))).toBe('{"said":"[redacted]"}');
    expect(mask(`/x/${encodeURIComponent(secret)}`)).toBe('/x/[redacted]');
  });

  it('hides the lines of one that has several', () => {
    expect(maskOf(['line-1-of-it\nline-2-of-it'])('only line-2-of-it is here')).toBe('only [redacted] is here');
  });

  it('hides the longest of those that contain each other', () => {
    expect(maskOf(['hunter2', 'hunter2-and-more'])('hunter2-and-more')).toBe('[redacted]');
  });

  it('leaves words alone that would hide everything', () => {
    const mask = maskOf(['chimera', 'pw', 'true', '4096', '/run/secrets/key', '']);
    const text = 'chimera-0123456789ab: pw true 4096 /run/secrets/key';
    expect(mask(text)).toBe(text);
  });

  it('goes on from another mask', () => {
    const task = maskOf(['of-the-task-1'], maskOf(['of-the-process-1']));
    expect(task('of-the-task-1 of-the-process-1 DB_PASSWORD=x12')).toBe('[redacted] [redacted] DB_PASSWORD=[redacted]');
  });
});
