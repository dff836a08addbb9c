import { describe, expect, it } from 'vitest';
import { json } from '../../../tests/support/agents/agent-server.ts';
import { httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';

const error = (transient: boolean, more: object = {}) => ({ type: 'error', transient, message: 'because', ...more });
const DAY_MS = 86_400_000;

async function failing(status: number, body: object | string, headers: Record<string, string> = {}): Promise<unknown> {
  const { run } = await httpTrial((_asked, response) => {
    if (typeof body === 'object') json(response, status, body, headers);
    else response.writeHead(status, headers).end(body);
  });
  return run().catch((reason: unknown) => reason);
}

describe('a refused call', () => {
  it.each([400, 401, 403, 404, 409, 413, 422])('is a fault that stays, by status %i', async (status) => {
    const refused = await failing(status, { message: 'no such model' });
    expect(refused).toBeInstanceOf(TerminalAgentError);
    expect(refused).toMatchObject({
      message: expect.stringMatching(new RegExp(`${status} .*: no such model$`)) as string,
    });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('is a fault that may pass, by status %i', async (status) => {
    expect(await failing(status, 'out of order')).toBeInstanceOf(TransientAgentError);
  });

  it.each([204, 206, 304, 300])('is an answer of no known form, by status %i', async (status) => {
    expect(await failing(status, '')).toBeInstanceOf(TerminalAgentError);
  });

  it.each([429, 503])('names its time in seconds, by status %i with Retry-After', async (status) => {
    expect(await failing(status, { error: { message: 'a quota' } }, { 'Retry-After': '7' })).toEqual(
      new TryAgainLaterError(
        `The agent answered ${status} ${status === 429 ? 'Too Many Requests' : 'Service Unavailable'}: a quota`,
        7_000,
      ),
    );
  });

  it('names its time as a date', async () => {
    const at = new Date(Date.now() + 90_000).toUTCString();
    const refused = await failing(503, '', { 'Retry-After': at });
    expect(refused).toBeInstanceOf(TryAgainLaterError);
    const { retryAfterMs } = refused as TryAgainLaterError;
    expect(retryAfterMs).toBeGreaterThan(80_000);
    expect(retryAfterMs).toBeLessThanOrEqual(90_000);
  });

  it('is waited for a day at most, and a second at least', async () => {
    expect(await failing(429, '', { 'Retry-After': '9999999999' })).toMatchObject({ retryAfterMs: DAY_MS });
    expect(await failing(429, '', { 'Retry-After': '0' })).toMatchObject({ retryAfterMs: 1_000 });
  });

  it('has no time by a Retry-After that means nothing, or comes with another status', async () => {
    expect(await failing(503, '', { 'Retry-After': 'soon' })).toBeInstanceOf(TransientAgentError);
    expect(await failing(500, '', { 'Retry-After': '7' })).toBeInstanceOf(TransientAgentError);
  });

  it.each([
    ['may pass, though its status says it stays', 400, error(true), {}, new TransientAgentError('because')],
    [
      'stays, though its status says it may pass',
      503,
      error(false),
      { 'Retry-After': '7' },
      new TerminalAgentError('because'),
    ],
    ['names a time', 200, error(true, { retry_after_seconds: 9 }), {}, new TryAgainLaterError('because', 9_000)],
    ['has the time of the header', 429, error(true), { 'Retry-After': '7' }, new TryAgainLaterError('because', 7_000)],
  ] as const)('that an error message tells %s', async (_what, status, body, headers, expected) => {
    const refused = await failing(status, body, headers);
    expect(refused).toEqual(expected);
    expect(refused).toHaveProperty('name', expected.name);
  });

  it.each([
    ['problem details', { title: 'Bad', detail: 'the model is unknown' }, ': the model is unknown'],
    ['a text', 'plain words\n', ': plain words'],
    ['nothing', '', ' 400 Bad Request.'],
    ['a title only', { title: 'Bad' }, ': Bad'],
    ['other JSON', { code: 7 }, ': {"code":7}'],
  ])('tells what the agent said by %s', async (_what, body, end) => {
    expect(String(await failing(400, body)).endsWith(end)).toBe(true);
  });

  it('tells no more than the beginning of a long text', async () => {
    expect(String(await failing(500, 'x'.repeat(1_000_000))).length).toBeLessThan(1_200);
  });

  it('is known by its status also when its text breaks off', async () => {
    const { run } = await httpTrial((_asked, response) => {
      response.writeHead(403, { 'Content-Length': 100 }).write('for', () => response.destroy());
    });
    await expect(run()).rejects.toThrow(TerminalAgentError);
  });
});
