/** Since when heartbeats have been watched without a gap, and when they were looked at last; both by the same clock, in ms. */
export interface Attention {
  readonly since: number;
  readonly at: number;
}

/**
 * What is known of the watching after another look: who did not look for longer than `gapMs` begins anew, for what was
 * not seen then may not have been missing.
 */
export function attentionAt(now: number, before: Attention | undefined, gapMs: number): Attention {
  const unbroken = before !== undefined && now - before.at <= gapMs;
  return { since: unbroken ? before.since : now, at: now };
}
