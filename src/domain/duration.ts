/** A duration in ms for a person: `0.4 s`, `38 s`, `2 min 05 s`, `1 h 02 min`, `9 d 04 h`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${two(minutes % 60)} min` : `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** The same where it may be as short as parts of a phase are: `0.4 ms`, `250 ms`. */
export function fineDuration(ms: number): string {
  if (ms >= 1_000) return duration(ms);
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** How long ago something was, in whole units: `12 s`, `5 min`, `3 h`, `2 d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

const UNITS = [
  { unit: 'h', size: 3_600_000 },
  { unit: 'min', size: 60_000 },
  { unit: 's', size: 1_000 },
] as const;

/** A duration in ms for a sentence, in its largest unit up to `longest`, with one decimal at most: `6.5 min`. */
export function roundedDuration(ms: number, longest: 'h' | 'min' = 'min'): string {
  const units = longest === 'h' ? UNITS : UNITS.slice(1);
  const { unit, size } = units.find((one) => ms >= one.size) ?? UNITS[2];
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
