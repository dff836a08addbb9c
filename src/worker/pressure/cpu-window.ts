import type { CpuReading } from '../../host/cpu.ts';

/** CPU use is averaged over this time, so that one busy second is no pressure. In ms. */
const CPU_WINDOW_MS = 15_000;

interface Snapshot {
  readonly at: number;
  readonly readings: readonly CpuReading[];
}

/**
 * The moving average of CPU use. `add` takes the readings of a moment (in ms) and tells, in percent of the tightest limit,
 * what was used since the last moment that lies a window back. Time before the first readings counts as idle.
 */
export function createCpuWindow(): { add(at: number, readings: readonly CpuReading[]): number } {
  let snapshots: readonly Snapshot[] = [];
  return {
    add: (at, readings) => {
      const old = snapshots.findLastIndex((snapshot) => snapshot.at <= at - CPU_WINDOW_MS);
      snapshots = [...snapshots.slice(Math.max(old, 0)), { at, readings }];
      const [base] = snapshots;
      if (base === undefined) return 0;
      const elapsed = Math.max(at - base.at, CPU_WINDOW_MS);
      const shares = readings.map(({ source, usedMs, cores }) => {
        const before = base.readings.find((reading) => reading.source === source);
        return before === undefined ? 0 : (100 * (usedMs - before.usedMs)) / (elapsed * cores);
      });
      return Math.min(100, Math.max(0, ...shares));
    },
  };
}
