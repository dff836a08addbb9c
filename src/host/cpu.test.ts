import { describe, expect, it } from 'vitest';
import { CONTAINER_V1, fakeHost, SERVICE_V2 } from '../../tests/support/worker/fake-host.ts';
import { cpuReadings } from './cpu.ts';
import { thisHost } from './control-groups.ts';

const readingsOf = (files: Readonly<Record<string, string>>) => {
  const { host, state } = fakeHost(files);
  state.busyMs = 9_000;
  return cpuReadings(host);
};
const HOST = { source: 'host', usedMs: 9_000, cores: 4 };

describe('the CPU time of a process', () => {
  it('is that of its group and the cores of its limit (version 2)', () => {
    expect(readingsOf(SERVICE_V2)).toEqual([{ source: '/system.slice/chimera.service', usedMs: 4_000, cores: 0.5 }]);
  });

  it('is the same in version 1, in a container whose path leads nowhere', () => {
    expect(readingsOf(CONTAINER_V1)).toEqual([{ source: '', usedMs: 7_000, cores: 2 }]);
  });

  it('is read for each group that has a limit', () => {
    const above = {
      '/sys/fs/cgroup/system.slice/cpu.max': '300000 100000\n',
      '/sys/fs/cgroup/system.slice/cpu.stat': 'usage_usec 8000000\n',
    };
    expect(readingsOf({ ...SERVICE_V2, ...above }).map(({ cores }) => cores)).toEqual([0.5, 3]);
  });

  it('is the host’s where there is no limit, or one beyond its cores', () => {
    const files = (max: string) => ({
      ...SERVICE_V2,
      '/sys/fs/cgroup/system.slice/chimera.service/cpu.max': max,
    });
    expect(readingsOf(files('max 100000\n'))).toEqual([HOST]);
    expect(readingsOf(files('800000 100000\n'))).toEqual([HOST]);
    expect(readingsOf({ ...CONTAINER_V1, '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n' })).toEqual([HOST]);
    expect(readingsOf({})).toEqual([HOST]);
  });

  it('only grows on this very host', () => {
    const [before, after] = [cpuReadings(thisHost), cpuReadings(thisHost)];
    expect(before).toHaveLength(after.length);
    expect(after[0]?.usedMs).toBeGreaterThanOrEqual(before[0]?.usedMs ?? NaN);
    expect(after[0]?.cores).toBeGreaterThan(0);
  });
});
