import type { Host } from '../../../src/host/control-groups.ts';

const GIB = 1_024 ** 3;

/** A host of four cores and 16 GiB that has these files and nothing else; its figures can be changed. */
export function fakeHost(files: Readonly<Record<string, string>> = {}) {
  const state = { files: { ...files }, busyMs: 0, free: 4 * GIB, own: 0 };
  const host: Host = {
    readText: (path) => state.files[path],
    cores: () =>
      Array.from({ length: 4 }, () => ({ times: { user: state.busyMs / 4, nice: 0, sys: 0, irq: 0, idle: 1_000 } })),
    totalMemory: () => 16 * GIB,
    freeMemory: () => state.free,
    ownMemory: () => state.own,
  };
  return { host, state };
}

/** /proc/meminfo of a host of 16 GiB with little free memory, most of which holds pages that can be dropped. */
export const MEMINFO = `MemTotal:       16777216 kB
MemFree:          524288 kB
MemAvailable:   12582912 kB
Buffers:          204800 kB
Cached:         11534336 kB
SwapTotal:             0 kB
`;

/** The files of a service that has half of two GiB in a version 2 hierarchy, of which a quarter GiB is droppable. */
export const SERVICE_V2 = {
  '/proc/self/cgroup': '0::/system.slice/chimera.service\n',
  '/proc/meminfo': MEMINFO,
  '/sys/fs/cgroup/system.slice/chimera.service/memory.current': '1073741824\n',
  '/sys/fs/cgroup/system.slice/chimera.service/memory.max': '2147483648\n',
  '/sys/fs/cgroup/system.slice/chimera.service/memory.stat':
    'anon 734003200\nfile 318767104\nkernel 20971520\ninactive_anon 4096\ninactive_file 268435456\nactive_file 50331648\n',
  '/sys/fs/cgroup/system.slice/chimera.service/cpu.max': '50000 100000\n',
  '/sys/fs/cgroup/system.slice/chimera.service/cpu.stat':
    'usage_usec 4000000\nuser_usec 3000000\nsystem_usec 1000000\nnr_periods 40\nnr_throttled 2\nthrottled_usec 60000\n',
  '/sys/fs/cgroup/system.slice/memory.current': '2147483648\n',
  '/sys/fs/cgroup/system.slice/memory.max': 'max\n',
  '/sys/fs/cgroup/system.slice/cpu.max': 'max 100000\n',
} as const;

/** The files of a container in a version 1 hierarchy: its path is the host's, its own group is mounted as the root. */
export const CONTAINER_V1 = {
  '/proc/self/cgroup': [
    '12:pids:/docker/4f1c',
    '6:memory:/docker/4f1c',
    '3:cpu,cpuacct:/docker/4f1c',
    '1:name=systemd:/docker/4f1c',
    '0::/docker/4f1c',
    '',
  ].join('\n'),
  '/proc/meminfo': MEMINFO,
  '/sys/fs/cgroup/memory/memory.usage_in_bytes': '3221225472\n',
  '/sys/fs/cgroup/memory/memory.limit_in_bytes': '4294967296\n',
  '/sys/fs/cgroup/memory/memory.stat':
    'cache 1073741824\nrss 2147483648\ninactive_file 0\ntotal_inactive_file 1073741824\n',
  '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
  '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  '/sys/fs/cgroup/cpuacct/cpuacct.usage': '7000000000\n',
} as const;
