/** SQLSTATE classes of errors in what is written, which it does not help to write again: cardinality, data, integrity, names. */
const REFUSALS = new Set(['21', '22', '23', '42']);

/** Whether a store has refused what was to be written; otherwise it is away, busy or full, and may take it later. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if (error.cause !== undefined) return isRefusal(error.cause);
  if ('code' in error && typeof error.code === 'string') return REFUSALS.has(error.code.slice(0, 2));
  return error instanceof TypeError || error instanceof RangeError;
}
