import { readFileSync } from 'node:fs';
import type { Arrival } from './simulate.ts';

/** Where the recorded day is. */
export const DAY = new URL('./day.csv', import.meta.url);

/** The recorded day's arrivals in the order of time. Throws at a row that is not three numbers. */
export function readDay(): readonly Arrival[] {
  const [, ...rows] = readFileSync(DAY, 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const [at, priority, duration_ms, ...more] = row.split(',').map(Number);
    if (at === undefined || priority === undefined || duration_ms === undefined || more.length > 0) {
      throw new Error(`not an arrival: ${row}`);
    }
    return { at, priority, duration_ms };
  });
}
