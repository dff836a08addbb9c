import { wrongOption } from '../failure.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What --since says, a time or an age such as "2h", as a time in ISO 8601; `now` in ms since the epoch. */
export function timeOf(since: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(since) ?? [];
  if (count !== undefined) return new Date(now - Number(count) * (UNIT_MS[unit] ?? 0)).toISOString();
  const time = /^\d{4}-\d\d-\d\d/.test(since) ? new Date(since) : undefined;
  if (time !== undefined && !Number.isNaN(time.getTime())) return time.toISOString();
  throw wrongOption('--since', `must be a time such as 2026-03-01T12:00 or an age such as 2h, not "${since}"`);
}
