import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import type { Workers, WorkerView } from '../contract/worker.ts';

const PROCESS = 'build.example:4711:1772366400000';
const NAME = 'worker-2@build.example';

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
  const at = api.clock.now;
  const signs = { interval_ms: 5_000, expected_at: at, last_beat_at: null, ended: null };
  const judgement = { state: 'EXPECTED', since: at, failed_ms: 0 } as const;
  const known = { what: '', first_seen_at: at, signs, judgement };
  api.heartbeats.known.push(
    { ...known, kind: 'agent', name: 'coder-agent', process: PROCESS },
    { ...known, kind: 'worker', name: 'worker-10@build.example', process: 'tenth' },
    { ...known, kind: 'worker', name: NAME, process: PROCESS },
    { ...known, kind: 'worker', name: 'worker-3@build.example', process: 'gone' },
  );
});
afterAll(() => api.close());

describe('GET /api/workers', () => {
  it('lists the workers with their processes', async () => {
    const answer = (await api.app.inject('/api/workers')).json<Workers>();
    expect(answer).toMatchObject({ heartbeats: 'known', note: null });
    expect(answer.workers.map(({ name }) => name)).toEqual([NAME, 'worker-3@build.example', 'worker-10@build.example']);
    expect(answer.workers[0]).toMatchObject({
      id: PROCESS,
      host: 'build.example',
      pid: 4_711,
      started_at: '2026-03-01T12:00:00.000Z',
      heartbeat: { state: 'EXPECTED', age_ms: null, uptime: 1, doing: null, beats: [], transitions: [] },
    });
  });

  it('shows one by its name and by its process', async () => {
    for (const id of [NAME, PROCESS]) {
      const answer = await api.app.inject(`/api/workers/${encodeURIComponent(id)}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.json<WorkerView>()).toMatchObject({ id: PROCESS, name: NAME });
    }
  });

  it('knows 404 for a worker that is not there', async () => {
    const answer = await api.app.inject('/api/workers/nobody');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:worker-not-found' });
  });

  it('says that it does not know while the database is away', async () => {
    api.heartbeats.away = true;
    const list = await api.app.inject('/api/workers');
    expect(list.statusCode).toBe(200);
    expect(list.json<Workers>()).toMatchObject({ workers: [], heartbeats: 'unknown' });
    const one = await api.app.inject(`/api/workers/${encodeURIComponent(NAME)}`);
    expect(one.statusCode).toBe(503);
    expect(one.headers['retry-after']).toBe('2');
    api.heartbeats.away = false;
  });
});
