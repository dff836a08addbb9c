import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture, textArtifacts } from '../../tests/support/api/api-fixture.ts';
import * as taskState from '../domain/task-state.ts';
import { ArtifactPathError } from '../persistence/artifacts/artifact-path.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const ID = 'chimera-0123456789ab';
const FILES = {
  'E2E_VALIDATION-1/report.html': { text: '<h1>Report</h1>', media_type: 'text/html' },
  'E2E_VALIDATION-1/Bild ü "1".png': { text: 'png', media_type: 'image/png' },
  'E2E_VALIDATION-1/trace.zip': { text: 'zip', media_type: 'application/zip' },
};

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture({ artifacts: textArtifacts(FILES) });
});
afterAll(() => api.close());

const get = (url: string) => api.app.inject({ method: 'GET', url });

describe('errors', () => {
  it.each(['/api', '/api/task', '/api/tasks/x/y', '/favicon.ico', '/api/docs/LICENSE'])(
    'answers 404 as a problem for %s',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json()).toMatchObject({ status: 404, instance: url });
    },
  );

  it('answers 405 with what is allowed when only the method is wrong', async () => {
    for (const [method, url, allow] of [
      ['DELETE', '/api/tasks', 'GET, HEAD, POST'],
      ['PUT', `/api/tasks/${ID}?x=1`, 'GET, HEAD, PATCH'],
      ['DELETE', '/api/pool', 'GET, HEAD, PATCH'],
      ['GET', '/api/pool/drain', 'POST'],
      ['GET', `/api/tasks/${ID}/cancel`, 'POST'],
      ['POST', '/health', 'GET, HEAD'],
    ] as const) {
      const answer = await api.app.inject({ method, url });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers.allow).toBe(allow);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:method-not-allowed' });
    }
  });

  it('answers a URL that cannot be decoded with a problem', async () => {
    const answer = await get('/api/tasks/%zz');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('answers a body that is no JSON in UTF-8, or that says two things at once, with what is wrong with it', async () => {
    for (const [payload, message] of [
      ['{"priority": }', 'is not valid JSON'],
      ['{"priority": 5, "priority": 9}', 'names "priority" twice'],
      ['{"priority": 5, "a": [{"b": 1, "\\u0062": 2}]}', 'names "b" twice'],
      [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'is not UTF-8'],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const answer = await api.app.inject({ method: 'PATCH', url: `/api/tasks/${ID}`, payload, headers });
      expect(answer.json()).toEqual({
        type: 'urn:chimera:problem:malformed-json',
        title: 'The body is not valid JSON',
        status: 400,
        detail: `The body cannot be read as JSON: it ${message}.`,
        instance: `/api/tasks/${ID}`,
        errors: [{ field: 'body', message }],
      });
      expect(answer.statusCode).toBe(400);
    }
  });

  it('answers its own faults with 500, without internals, and logs them', async () => {
    const runs = { ...api.runs, get: () => Promise.resolve(undefined) };
    const own = await apiFixture({ runs });
    own.gateway.observe = () => Promise.reject(new TypeError('secret detail at /srv/chimera.js:1'));
    const answer = await own.app.inject({ method: 'GET', url: `/api/tasks/${ID}` });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:internal-error' });
    expect(answer.body).not.toContain('secret');
    expect(own.log.lines).toHaveLength(1);
    await own.close();
  });
});

describe('headers', () => {
  it('protects every answer, errors and streams too', async () => {
    for (const url of ['/health', '/nowhere', '/api/docs']) {
      const { headers } = await get(url);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });
});

describe('artifacts', () => {
  const ref = (name: string, media_type: string) =>
    ({
      name,
      kind: 'report',
      path: `E2E_VALIDATION-1/${name}`,
      media_type,
      bytes: 3,
      phase: 'E2E_VALIDATION',
      round: 1,
    }) as const;

  beforeAll(async () => {
    const request = { feature: 'x', target_url: 'http://a', priority: 5, project: 'shop' };
    const state = taskState.newTask(ID, request, 0, TRACEPARENT);
    const error = { phase: 'E2E_VALIDATION', type: 'Verdict', message: 'no', retry_count: 0 };
    const artifacts = [ref('report.html', 'text/html'), ref('Bild ü "1".png', 'image/png')];
    await api.runs.save({ ...taskState.failed(state, error, 1), artifacts });
  });

  it('are listed with the place of each file, from which it can be read', async () => {
    const list = (await get(`/api/tasks/${ID}/artifacts`)).json<{ artifacts: { url: string; name: string }[] }>();
    expect(list.artifacts.map(({ name }) => name)).toEqual(['report.html', 'Bild ü "1".png']);
    for (const { url } of list.artifacts) expect((await get(url)).statusCode).toBe(200);
  });

  it('come in their media type, and a page among them can do nothing', async () => {
    const answer = await get(`/api/tasks/${ID}/artifacts/E2E_VALIDATION-1/report.html`);
    expect(answer.body).toBe('<h1>Report</h1>');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-length']).toBe('15');
    expect(answer.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="report.html"/);
  });

  it('keep their names, whatever is in them', async () => {
    const { headers } = await get(
      `/api/tasks/${ID}/artifacts/E2E_VALIDATION-1/${encodeURIComponent('Bild ü "1".png')}`,
    );
    expect(headers['content-disposition']).toBe(
      `inline; filename="Bild _ _1_.png"; filename*=UTF-8''Bild%20%C3%BC%20%221%22.png`,
    );
  });

  it('are saved rather than shown when a browser cannot show them', async () => {
    const { headers } = await get(`/api/tasks/${ID}/artifacts/E2E_VALIDATION-1/trace.zip`);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="trace.zip"/);
  });

  it('are never found outside the task’s folder', async () => {
    const astray = () => Promise.reject(new ArtifactPathError('astray'));
    const own = await apiFixture({ artifacts: { open: astray } });
    expect((await own.app.inject(`/api/tasks/${ID}/artifacts/a/b`)).statusCode).toBe(404);
    expect(own.log.lines).toEqual([]);
    await own.close();
  });

  it('that do not exist are 404', async () => {
    for (const path of ['nothing.txt', '../x', '..%2Fx', '']) {
      const answer = await get(`/api/tasks/${ID}/artifacts/${path}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
  });
});

describe('GET /health', () => {
  it('says how the system is, with the tasks counted', async () => {
    api.clock.now += 90_000;
    const answer = await get('/health');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      status: 'healthy',
      uptime: 90,
      tasks_queued: 0,
      tasks_running: 0,
      tasks_completed: 0,
      tasks_failed: 1,
      temporal: 'up',
      store: 'up',
    });
  });

  it('answers while Temporal does not, and soon knows better when it does again', async () => {
    const own = await apiFixture();
    own.gateway.ping = () => new Promise(() => undefined);
    const before = performance.now();
    const answer = await own.app.inject({ method: 'GET', url: '/health' });
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(answer.json()).toMatchObject({ status: 'degraded', temporal: 'down', store: 'up' });
    await own.close();
    const again = await apiFixture();
    again.gateway.away = true;
    expect((await again.app.inject('/health')).json()).toMatchObject({ temporal: 'down' });
    again.gateway.away = false;
    expect((await again.app.inject('/health')).json()).toMatchObject({ temporal: 'up', status: 'healthy' });
    await again.close();
  });

  it('answers without the store, with no counts', async () => {
    const runs = { ...api.runs, countByStatus: () => Promise.reject(new Error('gone')) };
    const own = await apiFixture({ runs });
    expect((await own.app.inject('/health')).json()).toMatchObject({
      status: 'degraded',
      tasks_running: null,
      store: 'down',
    });
    await own.close();
  });
});
