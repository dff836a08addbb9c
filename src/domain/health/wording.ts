/** A figure for a sentence, with one decimal at most. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A span of ms for a sentence: in minutes, or in seconds where it is shorter than one. */
export function duration(ms: number): string {
  return ms < 60_000 ? `${rounded(ms / 1_000)} s` : `${rounded(ms / 60_000)} min`;
}

/** A number of things for a sentence: `1 task`, `2 tasks`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** How many tasks wait, in words. */
export function waiting(count: number): string {
  return `${counted(count, 'task')} ${count === 1 ? 'waits' : 'wait'}`;
}
