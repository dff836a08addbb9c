import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { sample } from '../domain/health/samples.testsuite.ts';
import { healthSettings } from '../domain/health/settings.ts';
import { HEALTH_REPORT_EXAMPLE, type HealthReport, healthReportSchema } from '../contract/health.ts';
import { HealthWatch } from './health/health-watch.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const INTERVAL_MS = 15_000;

const clock = { now: NOON };
let watch: HealthWatch;
let api: ApiFixture;

beforeEach(async () => {
  clock.now = NOON;
  watch = new HealthWatch(healthSettings(INTERVAL_MS), () => clock.now);
  api = await apiFixture({ healthWatch: watch });
});
afterEach(() => api.close());

async function report(): Promise<HealthReport> {
  const answer = await api.app.inject('/api/health');
  expect(answer.statusCode).toBe(200);
  expect(healthReportSchema.strict().parse(answer.json())).toEqual(answer.json());
  return answer.json<HealthReport>();
}

/** Samples every 15 s for so many minutes up to now, of a pool that is used by so many percent. */
function use(utilization_pct: number, minutes: number): void {
  const end = clock.now;
  for (let at = end - minutes * 60_000; at <= end; at += INTERVAL_MS) {
    clock.now = at;
    watch.take(sample(at, { utilization_pct }));
  }
}

describe('GET /api/health', () => {
  it('knows nothing before the first sample', async () => {
    expect(await report()).toMatchObject({ status: 'unknown', as_of: null });
  });

  it('is healthy for a system that is idle', async () => {
    use(0, 1);
    const { status, as_of, checks } = await report();
    expect(checks.filter((check) => check.status !== 'pass')).toEqual([]);
    expect(status).toBe('healthy');
    expect(as_of).toBe('2026-03-01T12:00:00.000Z');
  });

  it('fails a pool that has been full for five minutes, and says for how long', async () => {
    use(100, 6);
    const { status, checks } = await report();
    expect(status).toBe('unhealthy');
    expect(checks.find(({ name }) => name === 'utilization:default')).toMatchObject({
      status: 'fail',
      current_value: 100,
      threshold: 95,
      threshold_exceeded: true,
    });
  });

  it('says that it does not know once its data is old', async () => {
    use(0, 1);
    clock.now += 3 * INTERVAL_MS + 1;
    expect(await report()).toMatchObject({ status: 'unknown', as_of: '2026-03-01T12:00:00.000Z' });
  });

  it('is documented by an example that is one', () => {
    expect(healthReportSchema.strict().parse(HEALTH_REPORT_EXAMPLE)).toEqual(HEALTH_REPORT_EXAMPLE);
  });
});
