import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemAnswer } from '../../../tests/support/cli/chimera.ts';
import { eventsAnswer, jsonAnswer, startStubApi, type StubApi } from '../../../tests/support/cli/stub-api.ts';
import { completedDocument, taskDocument, taskId } from '../../../tests/support/cli/task-documents.ts';
import { poolDocument } from '../../../tests/support/cli/pool-documents.ts';
import { poolViewSchema, type PoolView } from '../../contract/pool/pool.ts';
import { cliFailure } from '../failure.ts';
import { createApiClient } from './client.ts';
import { followPool, followTask } from './follow.ts';

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
    api.routes[`GET /api/tasks/${taskId}/events`] = problemAnswer(503);
    await expect(statuses()).rejects.toMatchObject({ exitCode: 4 });
    const tries = api.seen.filter(({ path }) => path.endsWith('/events')).length;
    expect(tries).toBeGreaterThan(2);
  });

  it('is refused at once when there is none', async () => {
    api.routes[`GET /api/tasks/${taskId}`] = problemAnswer(404);
    await expect(statuses()).rejects.toMatchObject({ exitCode: 3 });
    expect(api.seen).toHaveLength(1);
  });

  it('ignores events of other kinds and states it cannot read', async () => {
    api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, completedDocument());
    api.routes[`GET /api/tasks/${taskId}/events`] = eventsAnswer(['hint', {}], ['state', { odd: true }], ['end', {}]);
    expect(await statuses()).toEqual(['completed', 'completed']);
  });
});

const away = cliFailure('unreachable', 'Chimera does not answer', 'Nothing answers.');
const state = (size: number): PoolView => poolViewSchema.parse(poolDocument({ pool_size: size }));

/** A pool that answers with each of these in turn, with the last one for ever. */
function poolOf(...answers: readonly (PoolView | Error)[]) {
  const rest = [...answers];
  return {
    view: () => {
      const next = rest.length > 1 ? rest.shift() : rest[0];
      return next instanceof Error || next === undefined ? Promise.reject(next ?? away) : Promise.resolve(next);
    },
  };
}

async function seen(pool: ReturnType<typeof poolOf>, count: number, outageMs: number): Promise<readonly PoolView[]> {
  const views: PoolView[] = [];
  for await (const view of followPool(pool, undefined, new AbortController().signal, { outageMs, pauseMs: 1 })) {
    views.push(view);
    if (views.length === count) break;
  }
  return views;
}

describe('following a pool', () => {
  it('gives the last state again, marked stale, while the API is away', async () => {
    const views = await seen(poolOf(state(5), away, state(7)), 3, 60_000);
    expect(views.map(({ pool_size, stale }) => [pool_size, stale])).toEqual([
      [5, false],
      [5, true],
      [7, false],
    ]);
  });

  it('fails when the API stays away longer than its patience', async () => {
    await expect(seen(poolOf(state(5), away), 1_000_000, 20)).rejects.toBe(away);
  });

  it('fails at once on an error that will not pass, and when there was no state yet', async () => {
    const refused = cliFailure('usage', 'No', 'Never.');
    await expect(seen(poolOf(state(5), refused), 2, 60_000)).rejects.toBe(refused);
    await expect(seen(poolOf(away), 1, 60_000)).rejects.toBe(away);
  });

  it('ends when it is aborted, also in the middle of a question', async () => {
    const stop = new AbortController();
    const hanging = {
      view: (_: string | undefined, signal?: AbortSignal) =>
        new Promise<PoolView>((_, reject) => {
          signal?.addEventListener('abort', () => {
            reject(away);
          });
          stop.abort();
        }),
    };
    const views: PoolView[] = [];
    for await (const view of followPool(hanging, undefined, stop.signal)) views.push(view);
    expect(views).toEqual([]);
  });
});
