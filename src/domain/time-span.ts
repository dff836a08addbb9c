/** A span of time by one clock, in ms since the epoch. */
export interface TimeSpan {
  readonly since: number;
  readonly until: number;
}

/** Whether a span is not over. A clock that was set back by more than the span's own length ends it, or it might last for hours. */
export function lasts({ since, until }: TimeSpan, now: number): boolean {
  return now < until && now > since - (until - since);
}
