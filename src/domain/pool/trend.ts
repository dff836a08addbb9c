import { mean } from './window.ts';

/** Where a figure goes. */
export type Trend = 'increasing' | 'stable' | 'decreasing';

/** Samples below which every figure is stable: three in each half. */
const FEWEST_SAMPLES = 6;

/** How far the halves may lie apart and still be stable, as a share of the older half. */
const TOLERANCE = 0.1;

/** Compares the mean of the newer half of samples with that of the older half; oldest first, a middle one counts for neither. */
export function trend(samples: readonly number[]): Trend {
  const half = Math.floor(samples.length / 2);
  const older = mean(samples.slice(0, half));
  const newer = mean(samples.slice(-half));
  if (samples.length < FEWEST_SAMPLES || older === undefined || newer === undefined) return 'stable';
  if (Math.abs(newer - older) <= TOLERANCE * Math.abs(older)) return 'stable';
  return newer > older ? 'increasing' : 'decreasing';
}
