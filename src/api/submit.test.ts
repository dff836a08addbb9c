// cspell:ignore priorty
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture, project } from '../../tests/support/api/api-fixture.ts';
import { readHere } from '../../tests/support/read-here.ts';
import { STANDARD_RETRY_POLICY } from '../domain/retry-policy.ts';

const FEATURE = 'Open the home page. I see "Welcome".';

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());
beforeEach(() => {
  api.gateway.workflows.clear();
  api.gateway.calls.length = 0;
  api.gateway.away = false;
});

function post(payload: unknown, headers: Record<string, string> = {}) {
  return api.app.inject({
    method: 'POST',
    url: '/api/tasks',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
}

interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly { field: string; message: string; sentence?: string; nearest?: string; line?: number }[];
}

describe('POST /api/tasks', () => {
  it('starts a task and says where it is', async () => {
    const answer = await post({ feature: FEATURE, project: 'shop', priority: 7 });
    expect(answer.statusCode).toBe(201);
    const task = answer.json<{ task_id: string }>();
    expect(task).toMatchObject({ status: 'queued', created_at: '2026-03-01T12:00:00.000Z' });
    expect(task.task_id).toMatch(/^chimera-[0-9a-f]{12}$/);
    expect(answer.headers.location).toBe(`/api/tasks/${task.task_id}`);
    expect(api.gateway.workflows.get(task.task_id)?.started.input).toMatchObject({
      request: { feature: FEATURE, target_url: 'http://localhost:3000', priority: 7, project: 'shop' },
      rework: { review_rounds: 0, validation_rounds: 2 },
      limits: { CODE_IMPLEMENTATION: 1800 },
    });
    expect((await api.runs.get(task.task_id))?.status).toBe('queued');
  });

  it('gives a task that names none the priority 5', async () => {
    const { task_id } = (await post({ feature: FEATURE, project: 'shop' })).json<{ task_id: string }>();
    expect(api.gateway.workflows.get(task_id)?.started.input.request.priority).toBe(5);
  });

  const good = { feature: FEATURE, project: 'shop' };
  const bad: readonly [what: string, body: unknown, field: string, message: RegExp][] = [
    ['no feature', { project: 'shop' }, 'feature', /is required/],
    ['an empty feature', { ...good, feature: '' }, 'feature', /must not be empty/],
    ['a feature of blanks', { ...good, feature: ' \n\t' }, 'feature', /must not be empty/],
    ['a feature that is a number', { ...good, feature: 7 }, 'feature', /must be a text/],
    ['a feature that is null', { ...good, feature: null }, 'feature', /must be a text/],
    ['a feature that is a list', { ...good, feature: [FEATURE] }, 'feature', /must be a text/],
    ['a feature above 64 KiB', { ...good, feature: 'ü'.repeat(32 * 1024 + 1) }, 'feature', /64 KiB/],
    ['a feature with a NUL', { ...good, feature: 'Open the page\0' }, 'feature', /NUL/],
    ['a feature with half a character', { ...good, feature: 'see \ud800' }, 'feature', /surrogate/],
    ['a target that is no URL', { ...good, target_url: 'localhost:3000' }, 'target_url', /absolute http/],
    ['a target without a host', { ...good, target_url: 'http://' }, 'target_url', /absolute http/],
    ['a target with a space', { ...good, target_url: 'http://a b' }, 'target_url', /absolute http/],
    ['a target on ftp', { ...good, target_url: 'ftp://localhost' }, 'target_url', /absolute http/],
    ['a script as target', { ...good, target_url: 'javascript:alert(1)' }, 'target_url', /absolute http/],
    ['an endless target', { ...good, target_url: `http://a/${'x'.repeat(3000)}` }, 'target_url', /absolute http/],
    ['a target with credentials', { ...good, target_url: 'http://u:p@localhost' }, 'target_url', /user name/],
    ['a target that is a number', { ...good, target_url: 3000 }, 'target_url', /must be a text/],
    ['no target at all', { ...good, project: 'blog' }, 'target_url', /declares none/],
    ['priority 0', { ...good, priority: 0 }, 'priority', /from 1 to 10/],
    ['priority 11', { ...good, priority: 11 }, 'priority', /from 1 to 10/],
    ['priority 1.5', { ...good, priority: 1.5 }, 'priority', /from 1 to 10/],
    ['a priority that is a text', { ...good, priority: '5' }, 'priority', /from 1 to 10/],
    ['a priority that is null', { ...good, priority: null }, 'priority', /from 1 to 10/],
    ['an endless priority', '{"feature":"x","priority":1e999}', 'priority', /from 1 to 10/],
    ['an unknown project', { ...good, project: 'shoop' }, 'project', /"shop".*"blog"/],
    ['no project of two', { feature: FEATURE }, 'project', /"shop" and "blog"/],
    ['a project that is a number', { ...good, project: 1 }, 'project', /must be a text/],
    ['an unknown field', { ...good, priorty: 3 }, 'priorty', /not a known field/],
    ['a list', [good], 'body', /must be a JSON object/],
    ['a text', '"feature"', 'body', /must be a JSON object/],
    ['null', 'null', 'body', /must be a JSON object/],
    ['nothing', '', 'body', /must be a JSON object/],
  ];

  it.each(bad)('refuses %s and starts nothing', async (_what, body, field, message) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const problem = answer.json<ProblemBody>();
    expect(problem).toMatchObject({
      type: 'urn:chimera:problem:invalid-request',
      title: 'The request is not acceptable',
      status: 422,
      instance: '/api/tasks',
    });
    const error = problem.errors?.find((candidate) => candidate.field === field);
    expect(error?.message).toMatch(message);
    expect(problem.detail).toContain(field);
    expect(api.gateway.calls).toEqual([]);
  });

  it('names every wrong field at once', async () => {
    const { errors, detail } = (await post({ feature: '', priority: 99, extra: 1, more: 2 })).json<ProblemBody>();
    expect(errors?.map(({ field }) => field).sort()).toEqual(['extra', 'feature', 'more', 'priority']);
    expect(detail).toContain('4 problems');
  });

  it('refuses a feature that is not understood, with the sentence, its line and what would work', async () => {
    const answer = await post({ ...good, feature: 'Open the home page.\nlogin with Google OAuth\nI see "Welcome".' });
    expect(answer.statusCode).toBe(422);
    const [error] = answer.json<ProblemBody>().errors ?? [];
    expect(error).toMatchObject({ field: 'feature', sentence: 'login with Google OAuth', line: 2 });
    expect(error?.nearest).not.toBe('');
    expect(api.gateway.calls).toEqual([]);
  });

  it('leaves the reading of the feature to a command agent that has the first phase', async () => {
    const command = { command: 'node tester.mjs' };
    for (const agents of [{ 'e2e-tester-agent': command }, { E2E_TEST_GENERATION: command }]) {
      const own = await apiFixture({
        rules: {
          projects: [project({ target_url: 'http://localhost:3000', agents })],
          retry: STANDARD_RETRY_POLICY,
          readFeature: readHere,
        },
      });
      const payload = { feature: 'Make it nice' };
      expect((await own.app.inject({ method: 'POST', url: '/api/tasks', payload })).statusCode).toBe(201);
      await own.close();
    }
  });

  it('takes limits of the project, never above the phases’ own', async () => {
    const limits = { E2E_VALIDATION: 60, GUARDIAN_REVIEW: 9_999 };
    const own = await apiFixture({
      rules: {
        projects: [project({ target_url: 'http://localhost:3000', limits })],
        retry: STANDARD_RETRY_POLICY,
        readFeature: readHere,
      },
    });
    await own.app.inject({ method: 'POST', url: '/api/tasks', payload: { feature: FEATURE } });
    const [workflow] = [...own.gateway.workflows.values()];
    expect(workflow?.started.input.limits).toMatchObject({ E2E_VALIDATION: 60, GUARDIAN_REVIEW: 600 });
    await own.close();
  });

  it('refuses malformed JSON as such', async () => {
    for (const body of ['{"feature": ', '{"feature": "x",}', '{"__proto__": {"a": 1}, "feature": "x"}']) {
      const answer = await post(body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:malformed-json', errors: [{ field: 'body' }] });
    }
  });

  it('refuses a body with too much in one another before it is parsed', async () => {
    const nested = (depth: number) => `{"feature":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    for (const body of [nested(11), nested(250_000), '['.repeat(11), '{"a":'.repeat(11)]) {
      const answer = await post(body);
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({
        detail: 'body: must not have more than 10 lists and objects in one another',
      });
    }
    const numbers = await post(`{"feature":[${'1,'.repeat(20_000)}1]}`);
    expect(numbers.json()).toMatchObject({ detail: 'body: must not have more than 20000 values' });
    expect((await post(nested(10))).json()).toMatchObject({ errors: [{ field: 'feature' }] });
  });

  it('tells of many wrong fields the first, and how many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`f${index}${'x'.repeat(500)}`, 1]));
    const answer = await post({ ...good, ...many });
    const { errors, detail } = answer.json<ProblemBody>();
    expect(errors).toHaveLength(30);
    expect(errors?.every(({ field }) => field.length <= 201)).toBe(true);
    expect(detail).toMatch(/^1500 problems, in: f0x+…, .* and more; the first 30 are told$/);
  });

  it('refuses a body that is not JSON, and one that is too large', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const answer = await post('feature=x', { 'content-type': type });
      expect(answer.statusCode).toBe(415);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:unsupported-media-type', status: 415 });
    }
    const large = await post({ ...good, feature: 'x'.repeat(1024 * 1024) });
    expect(large.statusCode).toBe(413);
    expect(large.json()).toMatchObject({ type: 'urn:chimera:problem:payload-too-large' });
  });

  it('answers 503 with Retry-After while Temporal is away', async () => {
    api.gateway.away = true;
    const answer = await post(good);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:temporal-unavailable', status: 503 });
  });

  it('takes another id when a random one is in use', async () => {
    const own = await apiFixture();
    let tries = 0;
    const start = own.gateway.start.bind(own.gateway);
    own.gateway.start = (task) =>
      ++tries === 1
        ? Promise.resolve({ kind: 'exists', created_at: '2026-03-01T12:00:00.000Z', fingerprint: undefined })
        : start(task);
    expect((await own.app.inject({ method: 'POST', url: '/api/tasks', payload: good })).statusCode).toBe(201);
    expect(tries).toBe(2);
    await own.close();
  });

  it('starts a task whose row cannot be written, and logs that', async () => {
    const runs = { ...api.runs, save: () => Promise.reject(new Error('disk full')) };
    const own = await apiFixture({ runs });
    const payload = { feature: FEATURE, project: 'shop' };
    expect((await own.app.inject({ method: 'POST', url: '/api/tasks', payload })).statusCode).toBe(201);
    expect(own.log.lines).toEqual([
      'info a task is accepted',
      'warn the row of a new task could not be written',
      'info POST answered 201',
    ]);
    await own.close();
  });
});

describe('Idempotency-Key', () => {
  const good = { feature: FEATURE, project: 'shop' };

  it('gives the same task for the same key and body, and starts it once', async () => {
    const [first, second] = [
      await post(good, { 'idempotency-key': 'k1' }),
      await post(good, { 'idempotency-key': 'k1' }),
    ];
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(second.json()).toEqual(first.json());
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(api.gateway.workflows.size).toBe(1);
  });

  it('takes a key in quotes and without for the same, and the fields in any order', async () => {
    const first = await post(good, { 'idempotency-key': '"k2"' });
    const second = await post({ project: 'shop', feature: FEATURE }, { 'idempotency-key': 'k2' });
    expect(second.json<{ task_id: string }>().task_id).toBe(first.json<{ task_id: string }>().task_id);
  });

  it('refuses a key that was used for another request', async () => {
    await post(good, { 'idempotency-key': 'k3' });
    const answer = await post({ ...good, priority: 9 }, { 'idempotency-key': 'k3' });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      type: 'urn:chimera:problem:key-reused',
      errors: [{ field: 'Idempotency-Key' }],
    });
    expect(api.gateway.workflows.size).toBe(1);
  });

  it.each([
    ['empty', ''],
    ['empty in quotes', '""'],
    ['too long', 'x'.repeat(256)],
    ['not ASCII', 'schlüssel'],
  ])('refuses a key that is %s', async (_what, key) => {
    const answer = await post(good, { 'idempotency-key': key });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
    expect(api.gateway.calls).toEqual([]);
  });

  it('gives tasks without a key ids of their own', async () => {
    const ids = [await post(good), await post(good)].map((answer) => answer.json<{ task_id: string }>().task_id);
    expect(new Set(ids).size).toBe(2);
  });
});
