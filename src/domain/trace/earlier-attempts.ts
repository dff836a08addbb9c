/** The last sign of life of attempts before one, as heartbeats carry it on. Times in ms since the epoch. */
export interface LastSign {
  /** Whose it is. */
  readonly attempt: number;
  readonly began: number;
  readonly at: number;
}

/** An attempt that begins, and what Temporal knows of those before it. Times in ms since the epoch. */
export interface NextAttempt {
  readonly attempt: number;
  /** How many of them said themselves how they ended. */
  readonly accounted: number;
  /** When the first of them was scheduled, and when this one was to begin. */
  readonly first_scheduled: number;
  readonly scheduled: number;
  /** How long a worker may be silent before it counts as lost. */
  readonly silence_ms: number;
}

/** An attempt that never said how it ended. */
export interface LostAttempt {
  readonly attempt: number;
  readonly began: number;
  /** When it was given up, as far as it can be told. */
  readonly ended: number;
  /** From its last sign of life until it was given up; undefined for one that gave none, whose times are estimated. */
  readonly silent_ms?: number;
}

/** What was before an attempt: attempts that were lost, and the wait after the last one. */
export interface Earlier {
  readonly lost: readonly LostAttempt[];
  readonly wait?: { readonly from: number; readonly until: number };
}

/**
 * What an attempt has to tell of those before it, since nobody else can: the one that gave the last sign of life, if it
 * did not live to tell its end, and those after it that gave none. Those share the time that is left.
 */
export function earlierAttempts(next: NextAttempt, sign: LastSign | undefined): Earlier {
  const { attempt, accounted, first_scheduled, scheduled, silence_ms } = next;
  const lost: LostAttempt[] = [];
  let known = Math.min(sign?.at ?? first_scheduled, scheduled);
  if (sign !== undefined && sign.attempt > accounted && sign.attempt < attempt) {
    known = Math.min(sign.at + silence_ms, scheduled);
    const silent_ms = Math.max(0, known - sign.at);
    lost.push({ attempt: sign.attempt, began: Math.min(sign.began, known), ended: known, silent_ms });
  }
  const silent = attempt - 1 - Math.max(accounted, sign?.attempt ?? 0);
  const share = (scheduled - known) / Math.max(1, silent);
  for (let index = 0; index < silent; index += 1) {
    lost.push({ attempt: attempt - silent + index, began: known + index * share, ended: known + (index + 1) * share });
  }
  return {
    lost,
    ...(silent <= 0 && attempt > 1 && scheduled > known ? { wait: { from: known, until: scheduled } } : {}),
  };
}
