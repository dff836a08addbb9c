import { describe, expect, it, vi } from 'vitest';
import { type Answering, json, lines } from '../../../tests/support/agents/agent-server.ts';
import { DONE, httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';

const NOW = { 'Retry-After': '0' };

/** A server that takes the work in, and then answers each look at it by the next of what is given. */
const accepting = (...looks: readonly Answering[]): Answering => {
  return (asked, response, count) => {
    if (asked.method === 'POST') json(response, 202, {}, { Location: '/work/1', ...NOW });
    else (looks[count - 2] ?? looks.at(-1))?.(asked, response, count);
  };
};

const still = (message: string): Answering => {
  return (_asked, response) => {
    json(response, 202, { type: 'progress', message, fraction: 0.5 }, NOW);
  };
};

const done: Answering = (_asked, response) => {
  json(response, 200, DONE);
};

describe('work that is taken in', () => {
  it('is looked at until it is done, its progress told', async () => {
    const { run, asked, progress } = await httpTrial(accepting(still('a'), still('b'), done));
    const answer = await run({ headers: { 'X-Key': 'k' } });
    expect(answer.summary).toBe('done');
    expect(progress.slice(1)).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ]);
    expect(asked.map(({ method, path, headers }) => [method, path, headers['x-key']])).toEqual([
      ['POST', '/work', 'k'],
      ['GET', '/work/1', 'k'],
      ['GET', '/work/1', 'k'],
      ['GET', '/work/1', 'k'],
    ]);
  });

  it('is looked at by status_url, whatever else the body has', async () => {
    const { run, asked } = await httpTrial((one, response) => {
      if (one.method === 'POST') json(response, 202, { id: 7, status_url: '/jobs/7?full=1' }, NOW);
      else lines(response, [DONE]);
    });
    await run();
    expect(asked[1]?.path).toBe('/jobs/7?full=1');
  });

  it('is looked at each second unless a header says otherwise', async () => {
    const times: number[] = [];
    const { run } = await httpTrial((_asked, response, count) => {
      times.push(performance.now());
      const retry = count === 2 ? { 'Retry-After': '2' } : {};
      if (count < 3) response.writeHead(202, { Location: '/work/1', ...retry }).end('not JSON');
      else json(response, 200, DONE);
    });
    await run();
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(second - first).toBeLessThan(10_000);
    expect(third - second).toBeGreaterThanOrEqual(1_990);
  });

  it('ends by a message that comes with a 202', async () => {
    const { run } = await httpTrial((_asked, response, count) => {
      json(response, 202, count === 2 ? { ...DONE, summary: 'early' } : {}, { Location: '/work/1', ...NOW });
    });
    expect((await run()).summary).toBe('early');
    const { run: atOnce } = await httpTrial((_asked, response) => {
      json(response, 202, DONE);
    });
    expect((await atOnce()).summary).toBe('done');
  });

  it.each<[string, Answering, new (...args: never[]) => Error, RegExp]>([
    ['no status URL', (_a, r) => r.writeHead(202).end('accepted'), TerminalAgentError, /without Location/],
    [
      'a status URL elsewhere',
      (_a, r) => r.writeHead(202, { Location: 'http://127.0.0.1:9/work' }).end(),
      TerminalAgentError,
      /status URL that is not at http:/,
    ],
    [
      'a status URL elsewhere in the body',
      (_a, r) => {
        json(r, 202, { status_url: '//example.org/1' });
      },
      TerminalAgentError,
      /not at http:/,
    ],
    ['work that is forgotten', accepting((_a, r) => r.writeHead(404).end()), TransientAgentError, /no longer knows/],
    ['work that is gone', accepting((_a, r) => r.writeHead(410).end()), TransientAgentError, /no longer knows/],
    ['a fault that may pass', accepting((_a, r) => r.writeHead(502).end()), TransientAgentError, /502/],
    ['a fault that stays', accepting((_a, r) => r.writeHead(401).end()), TerminalAgentError, /401/],
    [
      'a time to wait',
      accepting((_a, r) => r.writeHead(503, { 'Retry-After': '30' }).end()),
      TryAgainLaterError,
      /503/,
    ],
  ])('fails by %s', async (_what, answering, kind, message) => {
    const { run, asked } = await httpTrial(answering);
    const answer = run();
    await expect(answer).rejects.toThrow(kind);
    await expect(answer).rejects.toThrow(message);
    expect(asked.map(({ method }) => method)).not.toContain('DELETE');
  });

  it('is ended by a DELETE when it is aborted between two looks', async () => {
    const controller = new AbortController();
    const { run, asked, progress } = await httpTrial((one, response) => {
      if (one.method === 'DELETE') response.writeHead(204).end();
      else json(response, 202, { type: 'progress', message: 'at work' }, { Location: '/work/1', 'Retry-After': '60' });
    });
    const settled = run({ headers: { 'X-Key': 'k' } }, controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => {
      expect(progress).toContainEqual(['at work']);
    });
    const reason = new Error('cancelled');
    controller.abort(reason);
    expect(await settled).toBe(reason);
    expect(asked.map(({ method, path, headers }) => [method, path, headers['x-key']])).toEqual([
      ['POST', '/work', 'k'],
      ['DELETE', '/work/1', 'k'],
    ]);
  });

  it('is left within 5 s of the abort when the agent hears nothing any more', async () => {
    const controller = new AbortController();
    const { run, asked } = await httpTrial((_asked, response, count) => {
      if (count === 1) json(response, 202, {}, { Location: '/work/1', ...NOW });
    });
    const settled = run({}, controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => {
      expect(asked.map(({ method }) => method)).toContain('GET');
    });
    const reason = new Error('cancelled');
    const abortedAt = performance.now();
    controller.abort(reason);
    expect(await settled).toBe(reason);
    expect(performance.now() - abortedAt).toBeLessThan(5_000);
    expect(asked.at(-1)?.method).toBe('DELETE');
  });
});
