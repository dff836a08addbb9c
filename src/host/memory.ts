import { controlGroups, type ControlGroup, fieldOf, numberIn } from './control-groups.ts';
import type { Host } from './control-groups.ts';

const KIB = 1_024;
const MIB = KIB * 1_024;

/**
 * Memory in use, in percent of what this process may use: of the limit given in MiB, by this process alone; else of the
 * tightest control group that has a limit; else of the host.
 */
export function memoryPct(host: Host, limitMb?: number): number {
  if (limitMb !== undefined) return (100 * host.ownMemory()) / (limitMb * MIB);
  const { total, available } = hostMemory(host);
  const limited = controlGroups(host, 'memory').flatMap((group) => {
    const { used, limit } = memoryOf(group);
    // A group without a limit says so by a number beyond all memory.
    return used !== undefined && limit !== undefined && limit > 0 && limit < total ? [(100 * used) / limit] : [];
  });
  return limited.length > 0 ? Math.max(...limited) : (100 * (total - available)) / total;
}

/** A group's memory without the file pages that the kernel drops first: reading a repository is no pressure. In bytes. */
function memoryOf(group: ControlGroup): { readonly used: number | undefined; readonly limit: number | undefined } {
  const [usage, limit, droppable] =
    group.version === 1
      ? (['memory.usage_in_bytes', 'memory.limit_in_bytes', 'total_inactive_file'] as const)
      : (['memory.current', 'memory.max', 'inactive_file'] as const);
  const current = numberIn(group.read('memory', usage));
  const cache = fieldOf(group.read('memory', 'memory.stat'), droppable) ?? 0;
  return {
    used: current === undefined ? undefined : Math.max(0, current - cache),
    limit: numberIn(group.read('memory', limit)),
  };
}

/** What the kernel would still give away, where it says so; what is merely free is little on any busy host. In bytes. */
function hostMemory(host: Host): { readonly total: number; readonly available: number } {
  const text = host.readText('/proc/meminfo')?.replaceAll(':', ' ').replaceAll(/ +/g, ' ').replaceAll(' kB', '');
  const [total, available] = [fieldOf(text, 'MemTotal'), fieldOf(text, 'MemAvailable')];
  if (total === undefined || available === undefined)
    return { total: host.totalMemory(), available: host.freeMemory() };
  return { total: total * KIB, available: available * KIB };
}
