import { describe, expect, it } from 'vitest';
import { type Answering, json, serveAgent } from '../../../tests/support/agents/agent-server.ts';
import { DONE, httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError } from '../../domain/failure.ts';

const redirecting = (status: number, location: string): Answering => {
  return ({ path }, response) => {
    if (path === '/work') response.writeHead(status, { Location: location }).end();
    else json(response, 200, DONE);
  };
};

describe('a redirect', () => {
  it.each([
    [307, 'POST'],
    [308, 'POST'],
    [303, 'GET'],
  ])('by %i is followed within the origin by %s', async (status, method) => {
    const { run, asked, call } = await httpTrial(redirecting(status, 'new?x=1'));
    await run({ headers: { 'X-Key': 'k' } });
    expect(asked[1]).toMatchObject({ method, path: '/new?x=1', headers: { 'x-key': 'k' } });
    expect(asked[1]?.body === asked[0]?.body).toBe(method === 'POST');
    expect(asked[1]?.headers['idempotency-key']).toBe(call.idempotency_key);
  });

  it('by 302 is followed where it is only looked at', async () => {
    const { run } = await httpTrial(({ method, path }, response) => {
      if (method === 'POST') json(response, 202, {}, { Location: '/work/1', 'Retry-After': '0' });
      else if (path === '/work/1') response.writeHead(302, { Location: '/done/1' }).end();
      else json(response, 200, DONE);
    });
    expect((await run()).summary).toBe('done');
  });

  it('to another origin is refused, and nothing is sent there', async () => {
    const other = await serveAgent((_asked, response) => {
      json(response, 200, DONE);
    });
    const { run } = await httpTrial(redirecting(307, `${other.origin}/work`));
    const answer = run();
    await expect(answer).rejects.toThrow(TerminalAgentError);
    await expect(answer).rejects.toThrow('a redirect that is not at http://127.0.0.1:');
    expect(other.asked).toEqual([]);
  });

  it.each([
    ['to what is no address', 307, 'http://'],
    ['with a user in it', 307, 'http://me:secret@127.0.0.1/'],
    ['that says nothing of how to ask again', 302, '/new'],
    ['around in a circle', 307, '/work'],
    ['without a place', 307, ''],
  ])('%s is refused', async (_what, status, location) => {
    const { run } = await httpTrial(redirecting(status, location));
    await expect(run()).rejects.toThrow(TerminalAgentError);
  });
});
