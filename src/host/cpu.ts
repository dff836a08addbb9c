import { controlGroups, type ControlGroup, fieldOf, numberIn } from './control-groups.ts';
import type { Host } from './control-groups.ts';

/** CPU time that was used under one limit. */
export interface CpuReading {
  /** What the limit is of, to tell readings apart: the path of a control group, or `host`. */
  readonly source: string;
  /** Since some time in the past, in ms of one core. */
  readonly usedMs: number;
  /** How many cores may be busy at once; a fraction is possible. */
  readonly cores: number;
}

/** The CPU time of each control group of this process that has a limit, or of the whole host when none has. */
export function cpuReadings(host: Host): readonly CpuReading[] {
  const all = host.cores();
  const limited = controlGroups(host, 'cpu').flatMap((group) => {
    const [cores, usedMs] = [coresOf(group), usedMsOf(group)];
    const isLimit = cores !== undefined && cores > 0 && cores < all.length;
    return isLimit && usedMs !== undefined ? [{ source: group.path, usedMs, cores }] : [];
  });
  if (limited.length > 0) return limited;
  const usedMs = all.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return [{ source: 'host', usedMs, cores: all.length }];
}

function coresOf(group: ControlGroup): number | undefined {
  const [quota, period] =
    group.version === 1
      ? [group.read('cpu', 'cpu.cfs_quota_us'), group.read('cpu', 'cpu.cfs_period_us')]
      : (group.read('cpu', 'cpu.max') ?? '').split(' ');
  const [used, of] = [numberIn(quota), numberIn(period)];
  return used === undefined || of === undefined ? undefined : used / of;
}

function usedMsOf(group: ControlGroup): number | undefined {
  const [used, perMs] =
    group.version === 1
      ? [numberIn(group.read('cpuacct', 'cpuacct.usage')), 1_000_000]
      : [fieldOf(group.read('cpu', 'cpu.stat'), 'usage_usec'), 1_000];
  return used === undefined ? undefined : used / perMs;
}
