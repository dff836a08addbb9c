import { z } from 'zod';

/** Where a page of a list ends: the last row's place in the order newest first. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** A cursor that no list has given out. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

const MAX_TIME_MS = 8.64e15;
const content = z.tuple([
  z.int().min(-MAX_TIME_MS).max(MAX_TIME_MS),
  z
    .string()
    .max(100)
    .regex(/^[^\0]*$/),
]);

/** A place as an opaque text that is safe in a URL. */
export function encodeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url');
}

/**
 * The place that a cursor stands for.
 * @throws {InvalidCursorError}
 */
export function decodeCursor(cursor: string): Place {
  const checked = content.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!checked.success) throw new InvalidCursorError('The cursor is not one that a list has given.');
  const [at, id] = checked.data;
  return { at: new Date(at), id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
