import { describe, expect, it } from 'vitest';
import { TransientAgentError } from '../domain/failure.ts';
import { maskOf } from './mask.ts';
import { maskedError } from './masked-error.ts';

const mask = maskOf(['hunter2-4711']);

describe('a masked error', () => {
  it('is the same one, without secrets in its message, its stack and its causes', () => {
    const inner = new Error('inner hunter2-4711');
    const error = new TransientAgentError('outer hunter2-4711', { cause: inner });
    expect(maskedError(error, mask)).toBe(error);
    expect(error).toBeInstanceOf(TransientAgentError);
    expect(error.message).toBe('outer [redacted]');
    expect(error.cause).toBe(inner);
    expect(`${String(error.stack)} ${inner.message} ${String(inner.stack)}`).not.toContain('hunter2-4711');
  });

  it('that is no error is masked as a text, or left', () => {
    expect(maskedError('hunter2-4711', mask)).toBe('[redacted]');
    expect(maskedError(7, mask)).toBe(7);
  });

  it('has of causes only what is a text or an error', () => {
    const error = new Error('x', { cause: 'hunter2-4711' });
    maskedError(error, mask);
    expect(error.cause).toBe('[redacted]');
    const other = new Error('x', { cause: { password: 'hunter2-4711' } });
    maskedError(other, mask);
    expect(other.cause).toBeUndefined();
  });

  it('may be of the platform, have no stack, or be its own cause', () => {
    const aborted = maskedError(new DOMException('hunter2-4711', 'TimeoutError'), mask) as Error;
    expect([aborted.name, aborted.message]).toEqual(['TimeoutError', '[redacted]']);
    const bare = Object.assign(new Error('hunter2-4711'), { stack: undefined });
    expect(maskedError(bare, mask)).toMatchObject({ message: '[redacted]' });
    const circle = new Error('hunter2-4711');
    circle.cause = circle;
    expect(maskedError(circle, mask)).toMatchObject({ message: '[redacted]' });
  });

  it('is replaced when it cannot be changed', () => {
    const frozen = Object.freeze(new TypeError('hunter2-4711'));
    expect(maskedError(frozen, mask)).toMatchObject({ name: 'TypeError', message: '[redacted]' });
  });
});
