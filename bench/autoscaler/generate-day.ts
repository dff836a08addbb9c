import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Arrival } from './simulate.ts';

/** Tasks an hour in each hour of the day, before chance: the pattern of an office in one time zone. */
const HOURLY = [
  // Night: what is scheduled, and people far away.
  3, 3, 2, 2, 2, 3, 5, 10,
  // Morning, with its peak from nine to half past eleven or so; then lunch.
  25, 48, 55, 40, 16,
  // Afternoon, with its peak from two to four.
  34, 52, 55, 44, 26,
  // Evening.
  14, 10, 8, 6, 5, 4,
] as const;

/**
 * Somebody submits a whole backlog before going to lunch: so many tasks within so long, from then on. It comes when an
 * autoscaled pool has begun to shrink; in a peak, where the pool is at its greatest size anyway, it would prove less.
 */
const BURST = { at_hour: 12.25, tasks: 60, minutes: 5 };

/** Durations are lognormal: half of the tasks end within the median, and the mean is about a sixth more. */
const DURATION = { median_minutes: 5, sigma: 0.55, least_seconds: 40 };

const PRIORITIES = [5, 5, 5, 5, 5, 5, 3, 3, 8, 10] as const;

const SEED = 20_260_105;
const HOUR_MS = 3_600_000;

/** Numbers from 0 up to 1 that depend on the seed alone. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** What may differ between days. */
export interface DayPlan {
  readonly seed?: number;
  /** When the burst begins; `undefined` for a day without one. */
  readonly burst_at_hour?: number | undefined;
  /** What every hour's arrivals are multiplied by. */
  readonly busy?: number;
}

/** A day of arrivals in the order of time: in each hour they come independently of each other, as the pattern says. */
export function generateDay({ seed = SEED, busy = 1, ...plan }: DayPlan = {}): readonly Arrival[] {
  const roll = dice(seed);
  const burstAt = 'burst_at_hour' in plan ? plan.burst_at_hour : BURST.at_hour;
  const arrivals: Arrival[] = [];
  const add = (at: number): void => {
    arrivals.push({
      at: Math.floor(at),
      priority: PRIORITIES[Math.floor(roll() * PRIORITIES.length)] ?? 5,
      duration_ms: duration(roll),
    });
  };
  HOURLY.forEach((perHour, hour) => {
    for (let at = gap(roll, perHour * busy); at < HOUR_MS; at += gap(roll, perHour * busy)) add(hour * HOUR_MS + at);
  });
  if (burstAt !== undefined) {
    for (let task = 0; task < BURST.tasks; task += 1) add(burstAt * HOUR_MS + roll() * BURST.minutes * 60_000);
  }
  return arrivals.sort((left, right) => left.at - right.at);
}

/** Time to the next of arrivals that come independently, in ms. */
function gap(roll: () => number, perHour: number): number {
  return (-Math.log(1 - roll()) * HOUR_MS) / perHour;
}

function duration(roll: () => number): number {
  const { median_minutes, sigma, least_seconds } = DURATION;
  const normal = Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
  return Math.round(Math.max(least_seconds * 1_000, median_minutes * 60_000 * Math.exp(sigma * normal)));
}

/** The arrivals as the text of `day.csv`. */
export function toCsv(arrivals: readonly Arrival[]): string {
  const rows = arrivals.map(({ at, priority, duration_ms }) => `${at},${priority},${duration_ms}`);
  return ['at_ms,priority,duration_ms', ...rows, ''].join('\n');
}

if (import.meta.main) {
  writeFileSync(fileURLToPath(new URL('./day.csv', import.meta.url)), toCsv(generateDay()));
}
