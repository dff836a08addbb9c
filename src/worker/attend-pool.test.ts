import { afterEach, describe, expect, it, vi } from 'vitest';
import { attendPool } from './attend-pool.ts';
import { createWorkerSlots } from './slots/worker-slots.ts';
import { createLogger } from '../observability/logging.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a worker and its pool', () => {
  it('keep to one size, and the pool learns who is pressed', async () => {
    vi.useFakeTimers();
    const slots = createWorkerSlots(5);
    const reportPressure = vi.fn(() => Promise.resolve());
    const log = createLogger({ component: 'worker', level: 'silent' });
    const readSize = vi.fn(() => Promise.resolve(9));
    const end = attendPool({ readSize, slots, cap: 7, tellsPressure: true, reportPressure, memoryLimitMb: 1, log });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(slots.size()).toBe(7);
    expect(reportPressure).toHaveBeenCalledOnce();
    expect(reportPressure).toHaveBeenCalledWith(
      expect.objectContaining({ worker_id: expect.stringMatching(new RegExp(`^${process.pid}@.+`)) as string }),
    );
    end();
    const reads = readSize.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(readSize).toHaveBeenCalledTimes(reads);
    expect(reportPressure).toHaveBeenCalledOnce();
  });

  it('say nothing of pressure where the host is shared', async () => {
    vi.useFakeTimers();
    const reportPressure = vi.fn(() => Promise.resolve());
    const log = createLogger({ component: 'worker', level: 'silent' });
    const readSize = () => Promise.resolve(9);
    const own = { slots: createWorkerSlots(5), cap: 7, memoryLimitMb: 1 };
    const end = attendPool({ ...own, readSize, tellsPressure: false, reportPressure, log });
    await vi.advanceTimersByTimeAsync(60_000);
    end();
    expect(own.slots.size()).toBe(7);
    expect(reportPressure).not.toHaveBeenCalled();
  });
});
