/** An agent that Chimera took out by itself, by tripping its breaker. Moments in ms since the epoch. */
export interface Trip {
  readonly agent: string;
  /** The pool whose tasks failed by it. */
  readonly pool: string;
  readonly at: number;
  readonly cause: string;
  /** The figures that led to it. */
  readonly figures: Readonly<Record<string, number>>;
  /** How it is reverted, and when. */
  readonly reversal: string;
}

/** A trip as it was kept: what came of it, null until it is carried out, and since when it is over. */
export interface KeptTrip extends Trip {
  readonly effect: string | null;
  readonly ended_at: number | null;
  readonly ended_by: 'chimera' | 'operator' | null;
}

const PREFIX = 'remediation: ';

/** The reason under which Chimera changes a breaker by itself, so that it is told from what somebody else decided. */
export function ownReason(reason: string): string {
  return `${PREFIX}${reason}`;
}

/** Whether Chimera changed a breaker by itself, by the reason. */
export function isOwnReason(reason: string): boolean {
  return reason.startsWith(PREFIX);
}
