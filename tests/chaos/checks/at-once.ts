/** A stretch of time in ms; one without an end goes on. */
export interface Stretch {
  readonly from: number;
  readonly until?: number;
}

/** How many of the stretches there were at once at most; where one ends as another begins they are not at once. */
export function mostAtOnce(stretches: readonly Stretch[]): number {
  const changes = stretches.flatMap(({ from, until }) => [
    { at: from, by: 1 },
    ...(until === undefined ? [] : [{ at: until, by: -1 }]),
  ]);
  let now = 0;
  let most = 0;
  for (const { by } of changes.toSorted((one, other) => one.at - other.at || one.by - other.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
