import { afterEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { emptyReports } from '../../tests/support/api/empty-reports.ts';
import { sample } from '../domain/health/samples.testsuite.ts';
import { healthSettings } from '../domain/health/settings.ts';
import { maskOf } from '../observability/mask.ts';
import type { ReportStore } from '../persistence/report/report-store.ts';
import { HealthWatch } from './health/health-watch.ts';
import { REPORT_EXAMPLE } from '../contract/report-example.ts';
import { reportSchema, type SystemReport } from '../contract/report.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const HOUR = 3_600_000;

let api: ApiFixture;
afterEach(() => api.close());

/** An API whose records answer as given; its health is sampled unless nothing is known of it. */
async function begin(answers: Partial<ReportStore> = {}, isSampled = true): Promise<void> {
  const watch = new HealthWatch(healthSettings(15_000), () => NOON);
  if (isSampled) watch.take(sample(NOON));
  api = await apiFixture({ healthWatch: watch, reports: { store: emptyReports(answers), sampleIntervalMs: 15_000 } });
}

const get = (query = '', headers: Record<string, string> = {}) =>
  api.app.inject({ url: `/api/reports/health${query}`, headers });
const report = async (): Promise<SystemReport> => reportSchema.strict().parse((await get()).json());
const away = (): Promise<never> => Promise.reject(new Error('connection refused'));
const AWAY = { tasks: away, phases: away, usage: away, failures: away, breakerChanges: away, poolSamples: away };

describe('GET /api/reports/health', () => {
  it('is healthy with a full score for a system in which nothing happened', async () => {
    await begin();
    const { status, score, hours, from, to, tasks, failures, alerts, unknown } = await report();
    expect({ status, value: score.value, hours, from, to }).toEqual({
      status: 'healthy',
      value: 100,
      hours: 24,
      from: '2026-02-28T12:00:00.000Z',
      to: '2026-03-01T12:00:00.000Z',
    });
    expect(tasks).toMatchObject({ accepted: 0, success_rate: null, now: { queued: 0, running: 0, dead_lettered: 0 } });
    expect([failures, alerts, unknown]).toEqual([{ groups: [], more: false }, [], []]);
  });

  it('asks for the hours that are wanted', async () => {
    const asked: unknown[] = [];
    await begin({
      failures: (period) => {
        asked.push(period);
        return Promise.resolve({ failures: [], more: false });
      },
    });
    await get('?hours=720');
    expect(asked).toEqual([{ from: NOON - 720 * HOUR, to: NOON }]);
  });

  it.each([
    ['', {}, 'application/json; charset=utf-8'],
    ['', { accept: '*/*' }, 'application/json; charset=utf-8'],
    ['', { accept: 'text/markdown' }, 'text/markdown; charset=utf-8'],
    ['', { accept: 'text/html;q=0.9, text/markdown;q=0.8, */*;q=0.1' }, 'text/markdown; charset=utf-8'],
    ['', { accept: 'text/markdown;q=0.5, application/json' }, 'application/json; charset=utf-8'],
    ['', { accept: 'text/markdown;q=0' }, 'application/json; charset=utf-8'],
    ['?format=json', { accept: 'text/markdown' }, 'application/json; charset=utf-8'],
    ['?format=markdown', { accept: 'application/json' }, 'text/markdown; charset=utf-8'],
  ] as const)('with query "%s" and headers %j is %s', async (query, headers, type) => {
    await begin();
    const answer = await get(query, headers);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers.vary).toContain('accept');
    expect(answer.body.startsWith(type.startsWith('text') ? '# Health report\n' : '{')).toBe(true);
  });

  it.each([
    ['hours=0', 'hours', 'from 1 to 720'],
    ['hours=721', 'hours', 'from 1 to 720'],
    ['hours=1.5', 'hours', 'a whole number'],
    ['hours=1&hours=2', 'hours', 'a whole number'],
    ['format=pdf', 'format', 'must be one of json, markdown'],
  ])('refuses %s, naming the field', async (query, field, message) => {
    await begin();
    const answer = await get(`?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: unknown[] }>().errors).toEqual([
      { field, message: expect.stringContaining(message) as string },
    ]);
  });

  it('says what it does not know while the database is away, and gives the rest', async () => {
    await begin(AWAY);
    const { status, score, tasks, phases, agents, spending, failures, uptime, unknown } = await report();
    expect([tasks, phases, agents, spending, failures]).toEqual([null, null, null, null, null]);
    expect(status).toBe('healthy');
    expect(score).toMatchObject({ value: 75, at_most: 100 });
    expect(uptime).toMatchObject({ workers: 1, availability: { share: null, observed: null } });
    expect(unknown.map(({ section }) => section).toSorted()).toEqual([
      'agents',
      'alerts',
      'availability',
      'failures',
      'phases',
      'spending',
      'tasks',
    ]);
    expect(api.log.lines).toContain('warn a part of a report could not be read');
  });

  it('is not there when nothing at all is known', async () => {
    await begin(AWAY, false);
    const answer = await get();
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('is unknown without a sample of health, with what the records say', async () => {
    await begin({}, false);
    const { status, as_of, score, tasks } = await report();
    expect([status, as_of, score.value, tasks?.accepted]).toEqual(['unknown', null, null, 0]);
  });

  it('names agents whose breaker is not closed or whose calls fail, and since when', async () => {
    const opened = NOON - 6 * HOUR;
    const used = { tokens_used: 0, cost_usd: 0 };
    await begin({
      usage: () =>
        Promise.resolve({
          total: { calls: 10, ...used },
          by_project: [],
          by_agent: [{ name: 'guardian-agent', calls: 10, answered: 6, failed: 4, ...used }],
          by_phase: [],
          by_model: [],
        }),
      breakerChanges: () =>
        Promise.resolve([{ agent: 'coder-agent', at: opened, from: 'CLOSED', to: 'OPEN', reason: 'it is moved' }]),
    });
    await api.breakers.apply('coder-agent', { kind: 'trip', reason: 'it is moved' });
    const { agents, alerts } = await report();
    const unhealthy = (agents ?? []).filter(({ problems }) => problems.length > 0);
    expect(unhealthy.map(({ name, closed_share, problems }) => ({ name, closed_share, problems }))).toEqual([
      { name: 'coder-agent', closed_share: 0.75, problems: ['its circuit breaker is OPEN'] },
      { name: 'guardian-agent', closed_share: 1, problems: ['4 of 10 calls failed: 60 % were answered'] },
    ]);
    expect(alerts).toEqual([
      {
        name: 'breaker:coder-agent',
        began_at: new Date(opened).toISOString(),
        ended_at: null,
        message: 'it is moved',
      },
    ]);
  });

  it('tells of each worker and agent how it stands by its heartbeats, and for how much of the time it was there', async () => {
    await begin();
    const known = {
      ...{ process: 'host:1:2', what: 'idle', first_seen_at: NOON - 4 * HOUR },
      signs: { interval_ms: 5_000, expected_at: NOON - 4 * HOUR, last_beat_at: NOON - HOUR, ended: null },
      judgement: { state: 'FAILED', since: NOON - HOUR, failed_ms: 0 },
    } as const;
    api.heartbeats.known.push(
      { ...known, kind: 'worker', name: 'worker-1@host' },
      { ...known, kind: 'agent', name: 'coder-agent' },
    );
    const [at, reason] = [NOON - HOUR, 'its process ended: SIGKILL'];
    api.heartbeats.changes.push({
      ...{ name: 'worker-1@host', process: 'host:1:2', reason, at },
      ...{ from: 'HEALTHY', to: 'FAILED' },
    });
    const { workers, agents } = await report();
    const stands = { name: 'worker-1@host', state: 'FAILED', uptime: 0.75, reason };
    const since = new Date(at).toISOString();
    expect(workers).toEqual([{ ...stands, since, last_beat_at: since }]);
    expect(agents?.map(({ name, state, uptime, problems }) => [name, state, uptime, problems.length])).toContainEqual([
      ...['coder-agent', 'FAILED', 0.75, 1],
    ]);
  });

  it('leaves out how workers stand while nobody knows', async () => {
    await begin();
    api.heartbeats.away = true;
    const { workers, agents, unknown } = await report();
    expect(workers).toBeNull();
    expect(agents?.map(({ state, problems }) => [state, problems.length])).toContainEqual(['UNKNOWN', 0]);
    expect(unknown.map(({ section }) => section)).toEqual(['workers']);
  });

  it('tells when checks did not pass, what lasts first', async () => {
    const [MINUTE, QUARTER] = [60_000, 15_000];
    let now = NOON - 30 * MINUTE;
    const watch = new HealthWatch(healthSettings(QUARTER), () => now);
    for (; now <= NOON; now += QUARTER) {
      const minute = (now - NOON) / MINUTE;
      const temporal = minute >= -20 && minute < -10 ? 'down' : 'up';
      watch.take(sample(now, { queue_depth: minute >= -5 ? 101 : 0 }, { temporal }));
    }
    now = NOON;
    api = await apiFixture({ healthWatch: watch, reports: { store: emptyReports(), sampleIntervalMs: QUARTER } });
    const { status, score, alerts } = await report();
    expect([status, score.value]).toEqual(['unhealthy', 49]);
    const at = (iso: string | null) => (iso === null ? null : Math.round((Date.parse(iso) - NOON) / MINUTE));
    expect(alerts.map(({ name, began_at, ended_at }) => [name, at(began_at), at(ended_at)])).toEqual([
      ['queue:default', -4, null],
      ['temporal', -19, -9],
    ]);
  });

  it('shows no secret, in JSON nor in Markdown', async () => {
    const message =
      'POST https://user:hunter2secret@coder.example with Authorization: Bearer abcdef0123456789abcdef gave 502';
    const at = NOON - HOUR;
    await begin({
      breakerChanges: () =>
        Promise.resolve([{ agent: 'coder-agent', at, from: 'CLOSED', to: 'OPEN', reason: message }]),
      failures: () =>
        Promise.resolve({
          failures: [{ task_id: 'chimera-000000000001', phase: 'CODE_IMPLEMENTATION', type: 'Error', message, at }],
          more: false,
        }),
    });
    for (const { body } of [await get(), await get('?format=markdown')]) {
      expect(body).toContain('coder-agent');
      expect(body).not.toMatch(/hunter2secret|abcdef0123456789abcdef/);
    }
  });

  it('shows no secret that is known to the process, not even in parts', async () => {
    const secret = 'Tr0ub4dor-and-3';
    const message = `the agent printed ${secret} and left`;
    api = await apiFixture({
      reports: {
        store: emptyReports({
          failures: () =>
            Promise.resolve({
              failures: [{ task_id: 'chimera-000000000001', phase: secret, type: secret, message, at: NOON - HOUR }],
              more: false,
            }),
        }),
        sampleIntervalMs: 15_000,
        mask: maskOf([secret]),
      },
    });
    const { body } = await get();
    expect(body).toContain('the agent printed [redacted] and left');
    expect(body).not.toMatch(/Tr0ub|dor-and/);
  });

  it('is made once for all who ask at the same time', async () => {
    let asked = 0;
    const gate = Promise.withResolvers<undefined>();
    await begin({
      failures: async () => {
        asked += 1;
        await gate.promise;
        return { failures: [], more: false };
      },
    });
    const answers = [get(), get(), get('?format=markdown')];
    await expect.poll(() => asked).toBe(1);
    gate.resolve(undefined);
    expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(asked).toBe(1);
    await get();
    expect(asked).toBe(2);
  });

  it('is documented by an example that is one', async () => {
    await begin();
    expect(reportSchema.strict().parse(REPORT_EXAMPLE)).toEqual(REPORT_EXAMPLE);
    const document = (await api.app.inject('/api/docs-json')).json<{
      paths: Record<
        string,
        { get?: { parameters: { name: string }[]; responses: Record<string, { content: object }> } }
      >;
    }>();
    const operation = document.paths['/api/reports/health']?.get;
    expect(operation?.parameters.map(({ name }) => name).toSorted()).toEqual(['format', 'hours']);
    expect(operation?.responses['200']?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/SystemReport' } },
      'text/markdown': { schema: { type: 'string' } },
    });
  });
});
