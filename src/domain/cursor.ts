/** Where a page of a list ends: the last row's place in the order newest first. */
export interface PageEnd {
  readonly at: Date;
  readonly id: string;
}

/** A cursor that no list has given out. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** The form of a cursor: a time in ms since the epoch, up to the year 2286, and an id. */
export const CURSOR_FORM = /^\d{1,13}\.[A-Za-z0-9_.-]{1,100}$/;

/** A place as a text that is safe in a URL. */
export function encodeCursor({ at, id }: PageEnd): string {
  return `${at.getTime()}.${id}`;
}

/**
 * The place that a cursor stands for.
 * @throws {InvalidCursorError}
 */
export function decodeCursor(cursor: string): PageEnd {
  if (!CURSOR_FORM.test(cursor)) throw new InvalidCursorError('The cursor is not one that a list has given.');
  const dot = cursor.indexOf('.');
  return { at: new Date(Number(cursor.slice(0, dot))), id: cursor.slice(dot + 1) };
}
