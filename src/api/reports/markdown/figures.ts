/** What stands for a figure that there is not. */
export const NONE = '–';

/** A share (0 to 1) in percent with one decimal at most; what is nearly all is not shown as all, nor nearly nothing as nothing. */
export function percent(share: number | null): string {
  if (share === null) return NONE;
  const rounded = Math.round(share * 1_000) / 10;
  if (share < 1 && rounded === 100) return '99.9 %';
  if (share > 0 && rounded === 0) return '0.1 %';
  return `${rounded} %`;
}

/** A duration for a person: `0.4 s`, `38 s`, `2 min 05 s`, `1 h 02 min`, `9 d 04 h`. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return NONE;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${two(minutes % 60)} min` : `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** A whole number with blanks between thousands: `830 000`. */
export function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** A number with one decimal at most: `7.5`. */
export function inTenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** An amount of dollars: to the cent, and finer below one. */
export function dollars(value: number): string {
  return value !== 0 && value < 1 ? `$${value.toPrecision(2)}` : `$${value.toFixed(2)}`;
}

/** A moment in UTC, to the minute: `2026-03-01 12:00`. */
export function moment(iso: string | null): string {
  return iso === null ? NONE : iso.slice(0, 16).replace('T', ' ');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
