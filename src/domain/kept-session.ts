/** A session that an agent had for a task, as its host remembers it. */
export interface KeptSession {
  /** How the agent was reached, its model among it: another one does not know the session. */
  readonly agent: string;
  /** What the agent calls the session. */
  readonly id: string;
  /** The round of the phase in which it was worked in last. */
  readonly round: number;
  /** What all its calls so far cost by the agent's own word, in USD. */
  readonly cost_usd?: number | undefined;
}

/** A call that might go on in a session of before. */
export interface SessionWish {
  readonly agent: string;
  readonly round: number;
  /** Whether the workspace has what an attempt before did not finish. */
  readonly hasLeft: boolean;
}

/**
 * Whether a call goes on in the session of an earlier one. Only where the worktree is as the session left it, else the
 * agent would believe in edits that are gone: in the round after, whose worktree has the session's change, and in the
 * same round where its unfinished work was taken up.
 */
export function isGoneOnIn(kept: KeptSession, { agent, round, hasLeft }: SessionWish): boolean {
  return kept.agent === agent && (round === kept.round + 1 || (round === kept.round && hasLeft));
}

/** What a call cost whose session cost `total` by now, for agents tell the sum. One that counts anew has told the call's own. */
export function costOfCall(total: number, before = 0): number {
  return total >= before ? total - before : total;
}
