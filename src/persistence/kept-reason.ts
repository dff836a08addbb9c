/** How much of an error's text is kept as a reason, in characters. */
const LONGEST_REASON = 500;

/** An error's text as it is kept as the reason for a change. */
export function keptReason(text: string): string {
  return text.slice(0, LONGEST_REASON);
}
