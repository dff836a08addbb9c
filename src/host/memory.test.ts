import { describe, expect, it } from 'vitest';
import { CONTAINER_V1, fakeHost, MEMINFO, SERVICE_V2 } from '../../tests/support/worker/fake-host.ts';
import { thisHost } from './control-groups.ts';
import { memoryPct } from './memory.ts';

const SERVICE = '/sys/fs/cgroup/system.slice/chimera.service';
const pctOf = (files: Readonly<Record<string, string>>, limitMb?: number) => memoryPct(fakeHost(files).host, limitMb);

describe('memory in use', () => {
  it('is what a group may not drop, of the limit of the group (version 2)', () => {
    expect(pctOf(SERVICE_V2)).toBe(37.5);
  });

  it('is the same in version 1, in a container whose path leads nowhere', () => {
    expect(pctOf(CONTAINER_V1)).toBe(50);
  });

  it('is of the group above, where that one is fuller', () => {
    expect(pctOf({ ...SERVICE_V2, '/sys/fs/cgroup/system.slice/memory.max': '2200000000' })).toBeCloseTo(97.6, 1);
  });

  it('is of the host where no group has a limit, without what the kernel would give away', () => {
    expect(pctOf({ ...SERVICE_V2, [`${SERVICE}/memory.max`]: 'max\n' })).toBe(25);
    const unlimited = { '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' };
    expect(pctOf({ ...CONTAINER_V1, ...unlimited })).toBe(25);
    expect(pctOf({ '/proc/meminfo': MEMINFO })).toBe(25);
  });

  it('is of the host by what is free, where there is no /proc', () => {
    expect(pctOf({})).toBe(75);
  });

  it('counts no droppable pages twice', () => {
    expect(pctOf({ ...SERVICE_V2, [`${SERVICE}/memory.stat`]: 'inactive_file 2147483648' })).toBe(0);
    expect(pctOf({ ...SERVICE_V2, [`${SERVICE}/memory.stat`]: '' })).toBe(50);
  });

  it('is this process’s own, where it was given a limit', () => {
    const { host, state } = fakeHost(SERVICE_V2);
    state.own = 96 * 1_024 ** 2;
    expect(memoryPct(host, 128)).toBe(75);
  });

  it('is a share of this very host, too', () => {
    expect(memoryPct(thisHost)).toBeGreaterThan(0);
    expect(memoryPct(thisHost)).toBeLessThanOrEqual(100);
    expect(memoryPct(thisHost, 1)).toBeGreaterThan(100);
  });
});
