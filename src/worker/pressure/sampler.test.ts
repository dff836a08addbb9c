import { describe, expect, it } from 'vitest';
import { fakeHost, SERVICE_V2 } from '../../../tests/support/worker/fake-host.ts';
import { createSampler } from './sampler.ts';

describe('a sample', () => {
  it('tells memory now and CPU use so far, to a tenth of a percent', () => {
    const { host, state } = fakeHost(SERVICE_V2);
    let now = 0;
    const sample = createSampler({ host, now: () => now });
    expect(sample()).toEqual({ memory_pct: 37.5, cpu_pct: 0 });
    now = 15_000;
    state.files['/sys/fs/cgroup/system.slice/chimera.service/cpu.stat'] = 'usage_usec 9000000\n';
    expect(sample()).toEqual({ memory_pct: 37.5, cpu_pct: 66.7 });
  });

  it('is of this process’s memory where it was given a limit', () => {
    const { host, state } = fakeHost();
    state.own = 50 * 1_024 ** 2;
    expect(createSampler({ host, memoryLimitMb: 150, now: () => 0 })()).toEqual({ memory_pct: 33.3, cpu_pct: 0 });
  });

  it('is of the host it runs on unless another is given', () => {
    const { memory_pct, cpu_pct } = createSampler({ now: () => 0 })();
    expect(memory_pct).toBeGreaterThan(0);
    expect(cpu_pct).toBe(0);
  });
});
