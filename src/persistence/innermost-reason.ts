/** Why a query failed: the words of the innermost cause, for around it are only the query and its parameters. */
export function innermostReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostReason(error.cause);
}
