import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PRESSURE_TTL_MS, type PressureReport } from '../../domain/pool/pressure.ts';
import { RENEWAL_MS, startPressureReports } from './reports.ts';

/** A worker whose figures the test sets, and what it reported. */
function worker() {
  const figures = { memory_pct: 10, cpu_pct: 5 };
  const reported: PressureReport[] = [];
  const log = { info: vi.fn(), warn: vi.fn() };
  const pool: { take: (report: PressureReport) => Promise<void> } = {
    take: (report) => {
      reported.push(report);
      return Promise.resolve();
    },
  };
  const end = startPressureReports({
    sample: () => ({ ...figures }),
    report: (report) => pool.take(report),
    workerId: '17@here',
    now: Date.now,
    everyMs: 5_000,
    log,
  });
  /** Sets the figures and lets the next sample be taken. */
  const next = async (memory_pct: number, cpu_pct = 5) => {
    Object.assign(figures, { memory_pct, cpu_pct });
    await vi.advanceTimersByTimeAsync(5_000);
  };
  return { reported, log, pool, end, next, memory: () => reported.map((report) => report.memory_pct) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('reports of pressure', () => {
  it('are not made while nothing presses', async () => {
    const { reported, end, next } = worker();
    await next(74, 79);
    await next(10, 5);
    expect(reported).toEqual([]);
    end();
  });

  it('say that it began, with the figures and the time, and once that it is over', async () => {
    const { reported, log, end, next } = worker();
    await next(81, 30);
    expect(reported).toEqual([{ worker_id: '17@here', memory_pct: 81, cpu_pct: 30, at: 1_005_000 }]);
    await next(40);
    await next(40);
    expect(reported.slice(1)).toMatchObject([{ memory_pct: 40, at: 1_010_000 }]);
    expect([log.warn.mock.calls.length, log.info.mock.calls.length]).toEqual([1, 1]);
    end();
  });

  it('are made when a limit is crossed, in either direction, and not in between', async () => {
    const { memory, end, next } = worker();
    for (const figure of [78, 79, 82, 84, 86, 91, 95, 88]) await next(figure);
    expect(memory()).toEqual([78, 82, 86, 91, 88]);
    end();
  });

  it('are made for the CPU as well', async () => {
    const { reported, end, next } = worker();
    for (const figure of [80, 84, 86, 99, 79]) await next(10, figure);
    expect(reported.map(({ cpu_pct }) => cpu_pct)).toEqual([80, 86, 79]);
    end();
  });

  it('are renewed before they lapse', async () => {
    expect(RENEWAL_MS).toBeLessThanOrEqual(PRESSURE_TTL_MS / 2);
    const { reported, end, next } = worker();
    for (let sample = 0; sample < 9; sample += 1) await next(95);
    expect(reported.map(({ at }) => at - 1_000_000)).toEqual([5_000, 25_000, 45_000]);
    end();
  });

  it('are made anew from the next sample when they failed, which is said once a minute', async () => {
    const { reported, log, pool, end, next } = worker();
    const { take } = pool;
    pool.take = () => Promise.reject(new Error('Temporal is away'));
    for (let sample = 0; sample < 13; sample += 1) await next(85);
    expect(log.warn).toHaveBeenCalledTimes(2);
    pool.take = take;
    await next(92);
    expect(reported).toMatchObject([{ memory_pct: 92 }]);
    end();
  });

  it('wait for the one that is on its way', async () => {
    const { reported, pool, end, next } = worker();
    let arrive: () => void = () => undefined;
    pool.take = (report) => {
      reported.push(report);
      return new Promise((resolve) => (arrive = resolve));
    };
    await next(85);
    await next(95);
    expect(reported).toHaveLength(1);
    arrive();
    await next(95);
    expect(reported).toHaveLength(2);
    end();
  });

  it('end when they are ended', async () => {
    const { reported, end, next } = worker();
    end();
    await next(95);
    expect(reported).toEqual([]);
  });
});
