import type { Mask } from './secret-shapes.ts';

const DEEPEST = 10;

/**
 * The same error with its message, its stack and those of its causes masked. It is changed in place, so that it stays of its
 * class, with all that it carries; one that cannot be changed is replaced by what is left of it.
 */
export function maskedError(error: unknown, mask: Mask): unknown {
  if (typeof error === 'string') return mask(error);
  return error instanceof Error ? maskedFrom(error, mask, DEEPEST) : error;
}

function maskedFrom(error: Error, mask: Mask, depth: number): Error {
  const { cause } = error;
  const inner = cause instanceof Error && depth > 0 ? maskedFrom(cause, mask, depth - 1) : maskedCause(cause, mask);
  const parts: [string, unknown, unknown][] = [
    ['message', error.message, mask(error.message)],
    ['stack', error.stack, error.stack === undefined ? undefined : mask(error.stack)],
    ['cause', cause, inner],
  ];
  const changed = parts.filter(([, before, after]) => before !== after);
  const done = changed.every(([name, , value]) => {
    return Reflect.defineProperty(error, name, { value, writable: true, configurable: true, enumerable: false });
  });
  return done ? error : replaced(error, mask);
}

function maskedCause(cause: unknown, mask: Mask): unknown {
  if (typeof cause === 'string') return mask(cause);
  // Beyond the depth, or no error: nobody knows what is in it.
  return typeof cause === 'object' && cause !== null ? undefined : cause;
}

function replaced(error: Error, mask: Mask): Error {
  return Object.assign(new Error(mask(error.message)), { name: error.name });
}
