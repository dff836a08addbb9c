import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventsAnswer, jsonAnswer, startStubApi, type StubApi } from '../../../tests/support/cli/stub-api.ts';
import { completedDocument, taskDocument, taskId } from '../../../tests/support/cli/task-documents.ts';
import { createApiClient } from './client.ts';
import { followTask } from './follow.ts';

let api: StubApi;
const never = new AbortController().signal;
const quick = { outageMs: 400, pauseMs: 10 };

beforeEach(async () => {
  api = await startStubApi();
});

afterEach(() => api.close());

async function statuses(signal = never): Promise<string[]> {
  const seen: string[] = [];
  for await (const { status } of followTask(createApiClient(api.url), taskId, signal, quick)) seen.push(status);
  return seen;
}

describe('a followed task', () => {
  it('is picked up again when the stream breaks before the end', async () => {
    let looks = 0;
    api.routes[`GET /api/tasks/${taskId}`] = (response, request) => {
      looks += 1;
      jsonAnswer(200, looks < 3 ? taskDocument() : completedDocument())(response, request);
    };
    let streams = 0;
    api.routes[`GET /api/tasks/${taskId}/events`] = (response, request) => {
      streams += 1;
      if (streams === 1) response.destroy();
      else eventsAnswer(['state', taskDocument()])(response, request);
    };
    expect(await statuses()).toEqual(['running', 'running', 'running', 'running', 'completed']);
    expect(streams).toBe(3);
  });

  it('waits while the API is away, and gives up after its patience', async () => {
    api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, taskDocument());
    api.routes[`GET /api/tasks/${taskId}/events`] = jsonAnswer(503, {
      title: 'Temporal cannot be reached',
      status: 503,
    });
    await expect(statuses()).rejects.toMatchObject({ exitCode: 4 });
    const tries = api.seen.filter(({ path }) => path.endsWith('/events')).length;
    expect(tries).toBeGreaterThan(2);
  });

  it('is refused at once when there is none', async () => {
    api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(404, { title: 'No such task', status: 404 });
    await expect(statuses()).rejects.toMatchObject({ exitCode: 3 });
    expect(api.seen).toHaveLength(1);
  });

  it('ignores events of other kinds and states it cannot read', async () => {
    api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, completedDocument());
    api.routes[`GET /api/tasks/${taskId}/events`] = eventsAnswer(['hint', {}], ['state', { odd: true }], ['end', {}]);
    expect(await statuses()).toEqual(['completed', 'completed']);
  });
});
