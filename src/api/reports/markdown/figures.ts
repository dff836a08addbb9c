import { duration } from '../../../domain/duration.ts';

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

/** A duration in ms as a person reads it. */
export function durationOrNone(ms: number | undefined): string {
  return ms === undefined ? NONE : duration(ms);
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
export function momentInUtc(iso: string | null): string {
  return iso === null ? NONE : iso.slice(0, 16).replace('T', ' ');
}
