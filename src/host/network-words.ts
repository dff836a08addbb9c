/** What an error of the network says. */
export function networkWords(error: unknown): string {
  // Several addresses of one name fail together; each has its own words then.
  if (error instanceof AggregateError) return error.errors.map(networkWords).join('; ');
  // `fetch` keeps the reason in the cause.
  if (error instanceof Error && error.cause !== undefined) return networkWords(error.cause);
  return error instanceof Error ? error.message : String(error);
}
