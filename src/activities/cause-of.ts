/** Why work failed: work that is stopped may fail in any way, and why it was stopped is what counts. */
export function causeOf(thrown: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : thrown;
}
