import { afterEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { type AttemptProfile, NO_TIMES } from '../domain/profile/section.ts';
import type { MeasuredAttempts, ProfileQuery } from '../persistence/profile/profile-store.ts';
import {
  BOTTLENECKS_EXAMPLE,
  bottlenecksSchema,
  TASK_PROFILE_EXAMPLE,
  taskProfileSchema,
} from '../contract/profile.ts';

const TASK = 'chimera-0123456789ab';
const ATTEMPT: AttemptProfile = {
  task_id: TASK,
  project: 'shop',
  phase: 'GUARDIAN_REVIEW',
  round: 2,
  started_at: '2026-03-01T12:00:00.000Z',
  ended_at: '2026-03-01T12:00:00.750Z',
  times: { ...NO_TIMES, agent_request: 750, state_transition: 249.99951, db_update: 0.0004 },
  background_ms: 1.23456,
};
const away = (): Promise<never> => Promise.reject(new Error('connection refused'));

let api: ApiFixture;
afterEach(() => api.close());

interface Given {
  readonly ofTask?: () => Promise<readonly AttemptProfile[]>;
  readonly measure?: () => Promise<MeasuredAttempts>;
  readonly profiling?: boolean;
}

/** An API over these profiles, and what they were asked. */
async function begin({ ofTask, measure, profiling = true }: Given = {}): Promise<ProfileQuery[]> {
  const asked: ProfileQuery[] = [];
  api = await apiFixture({
    profiling,
    profiles: {
      ofTask: ofTask ?? (() => Promise.resolve([])),
      measure: (query) => {
        asked.push(query);
        return measure?.() ?? Promise.resolve({ attempts: 0, background_ms: null, measured: [] });
      },
    },
  });
  return asked;
}

describe('GET /api/tasks/:id/profile', () => {
  const get = (id: string) => api.app.inject(`/api/tasks/${id}/profile`);

  it('shows each phase and round with its sections, which add up', async () => {
    await begin({ ofTask: () => Promise.resolve([ATTEMPT]) });
    const answer = await get(TASK);
    expect(answer.statusCode).toBe(200);
    expect(taskProfileSchema.strict().parse(answer.json())).toEqual(answer.json());
    expect(answer.json()).toMatchObject({
      task_id: TASK,
      enabled: true,
      total_ms: 1_000,
      background_ms: 1.235,
      phases: [{ phase: 'GUARDIAN_REVIEW', round: 2, attempts: 1, total_ms: 1_000, background_ms: 1.235 }],
    });
    const { phases } = taskProfileSchema.parse(answer.json());
    expect(phases[0]?.sections.slice(0, 3)).toMatchObject([
      { section: 'agent_request', ms: 750 },
      { section: 'state_transition', ms: 250 },
      { section: 'db_update', ms: 0 },
    ]);
    expect(phases[0]?.sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('is empty for a task of which nothing was measured, and says whether that is meant', async () => {
    await begin({ profiling: false });
    const submitted = await api.app.inject({
      method: 'POST',
      url: '/api/tasks',
      payload: { feature: 'Open the home page. I see "Welcome".', project: 'shop' },
    });
    const { task_id } = submitted.json<{ task_id: string }>();
    const answer = await get(task_id);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ task_id, enabled: false, total_ms: 0, background_ms: null, phases: [] });
  });

  it.each(['chimera-ffffffffffff', 'nonsense'])('knows no task %s', async (id) => {
    await begin();
    expect((await get(id)).statusCode).toBe(404);
  });

  it('says so when the database is away', async () => {
    await begin({ ofTask: away });
    const answer = await get(TASK);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(api.log.lines).toContain('warn the profile could not be read');
  });
});

describe('GET /api/profile', () => {
  const get = (query = '') => api.app.inject(`/api/profile${query}`);

  it('ranks sections of phases, most expensive first', async () => {
    const measured = [
      { section: 'db_update', phase: 'GUARDIAN_REVIEW', total_ms: 2.00049, histogram: { 1: 2 } },
      { section: 'agent_request', phase: 'CODE_IMPLEMENTATION', total_ms: 6, histogram: { 55: 2 } },
    ] as const;
    const asked = await begin({ measure: () => Promise.resolve({ attempts: 4, background_ms: 0.50049, measured }) });
    const answer = await get('?from=2026-03-01T10:00:00Z&to=2026-03-01T11:00:00Z&project=shop');
    expect(answer.statusCode).toBe(200);
    expect(bottlenecksSchema.strict().parse(answer.json())).toEqual(answer.json());
    expect(answer.json()).toMatchObject({
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-01T11:00:00.000Z',
      attempts: 4,
      total_ms: 8,
      background_ms: 0.5,
      bottlenecks: [
        { section: 'agent_request', phase: 'CODE_IMPLEMENTATION', count: 2, total_ms: 6, mean_ms: 3 },
        { section: 'db_update', phase: 'GUARDIAN_REVIEW', count: 2, total_ms: 2, mean_ms: 1 },
      ],
    });
    const [from, to] = ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z'].map(Date.parse);
    expect(asked).toEqual([{ from, to, project: 'shop' }]);
  });

  it('is of the last 24 hours when nothing else is asked for', async () => {
    const asked = await begin();
    expect((await get()).json()).toMatchObject({ attempts: 0, total_ms: 0, background_ms: null, bottlenecks: [] });
    expect(asked).toEqual([{ from: api.clock.now - 86_400_000, to: api.clock.now }]);
  });

  it.each([
    ['from=yesterday', 'from'],
    ['from=2026-03-01T12:00:00Z&to=2026-03-01T11:00:00Z', 'from'],
    ['project=a&project=b', 'project'],
    ['phase=GUARDIAN_REVIEW', 'phase'],
  ])('says what is wrong with %s', async (query, field) => {
    const asked = await begin();
    const answer = await get(`?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: unknown[] }>().errors).toMatchObject([{ field }]);
    expect(asked).toEqual([]);
  });

  it('says so when the database is away', async () => {
    await begin({ measure: away });
    expect((await get()).statusCode).toBe(503);
  });

  it('is documented by examples that are what they are examples of', async () => {
    await begin();
    expect(taskProfileSchema.strict().parse(TASK_PROFILE_EXAMPLE)).toEqual(TASK_PROFILE_EXAMPLE);
    expect(bottlenecksSchema.strict().parse(BOTTLENECKS_EXAMPLE)).toEqual(BOTTLENECKS_EXAMPLE);
  });
});
