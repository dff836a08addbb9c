import type { PressureReport } from '../../domain/pool/pressure.ts';
import { createCpuWindow } from './cpu-window.ts';
import { type Host, thisHost } from '../../host/control-groups.ts';
import { cpuReadings } from '../../host/cpu.ts';
import { memoryPct } from '../../host/memory.ts';

/** How hard this process's surroundings are pressed, in percent of what it may use. */
export type PressureFigures = Pick<PressureReport, 'memory_pct' | 'cpu_pct'>;

/** What a sampler works with. */
export interface SamplerOptions {
  readonly host?: Host;
  /** What this process alone may use, instead of what its control groups or the host have; in MiB. */
  readonly memoryLimitMb?: number | undefined;
  /** In ms, never going back. */
  readonly now: () => number;
}

/** Makes a function that reads memory now, and CPU use as an average over some seconds up to now. */
export function createSampler({ host = thisHost, memoryLimitMb, now }: SamplerOptions): () => PressureFigures {
  const window = createCpuWindow();
  return () => ({
    memory_pct: rounded(memoryPct(host, memoryLimitMb)),
    cpu_pct: rounded(window.add(now(), cpuReadings(host))),
  });
}

function rounded(percent: number): number {
  return Math.round(percent * 10) / 10;
}
