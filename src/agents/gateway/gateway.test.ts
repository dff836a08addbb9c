import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScriptedAnswer, startScriptedModel, type ScriptedModel } from '../../cli/demo/model/scripted-model.ts';
import { createGateway, type Gateway, type OpenRoute, type PassedAnswer } from './gateway.ts';

const USAGE = { input: 1_000, cached: 200, output: 50, reasoning: 10 };
const KEY = 'sk-real';

/** A question in each format, and where the key goes. */
const ASKED = {
  anthropic: ['/v1/messages', { model: 'm', messages: [] }, 'x-api-key'],
  'openai-responses': ['/v1/responses', { model: 'm', input: [] }, 'authorization'],
  'openai-chat': ['/v1/chat/completions', { model: 'm', messages: [] }, 'authorization'],
  gemini: ['/v1/models/m:generateContent', { contents: [] }, 'x-goog-api-key'],
} as const;

describe('the gateway', () => {
  let scripted: ScriptedAnswer;
  let model: ScriptedModel;
  let gateway: Gateway;
  let route: OpenRoute;
  let passed: PassedAnswer[];
  let heard: number;
  let refusal: string | undefined;

  beforeEach(async () => {
    passed = [];
    heard = 0;
    refusal = undefined;
    scripted = { text: 'Done.', usage: USAGE };
    model = await startScriptedModel(() => scripted);
    gateway = createGateway();
    route = await gateway.open({
      upstream: new URL(`${model.url}/v1`),
      key: KEY,
      heard: () => (heard += 1),
      passed: (answer) => passed.push(answer),
      refusal: () => Promise.resolve(refusal),
    });
  });
  afterEach(async () => {
    await gateway.close();
    await model.close();
  });

  async function ask(format: keyof typeof ASKED, streamed = false, token = route.token): Promise<Response> {
    const [path, body, header] = ASKED[format];
    const { origin } = new URL(route.baseUrl);
    const asked = streamed ? path.replace('generate', 'streamGenerate') : path;
    const answer = await fetch(`${origin}${asked}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [header]: header === 'authorization' ? `Bearer ${token}` : token },
      body: JSON.stringify({ ...body, ...(streamed && format !== 'gemini' ? { stream: true } : {}) }),
    });
    await answer.text();
    return answer;
  }

  const all = (Object.keys(ASKED) as (keyof typeof ASKED)[]).flatMap((format) => [
    [format, false] as const,
    [format, true] as const,
  ]);

  it.each(all)(
    'counts the tokens of %s, streamed: %s, and puts the key in where the agent has none',
    async (...asked) => {
      expect((await ask(...asked)).status).toBe(200);
      const [format] = asked;
      const usage = format === 'anthropic' ? { ...USAGE, cached_written: 0, reasoning: 0 } : USAGE;
      expect(passed).toEqual([{ kind: 'answered', model: 'm', usage, aside: true, uncounted: false }]);
      expect(model.requests.map(({ key }) => key)).toEqual([KEY]);
      expect(heard).toBeGreaterThan(1);
    },
  );

  it.each(all)('sees that an answer of %s was cut off, streamed: %s', async (...asked) => {
    scripted = { text: 'Half of', stop: 'max_tokens', usage: USAGE };
    await ask(...asked);
    expect(passed).toMatchObject([{ kind: 'answered', stop: 'max_tokens' }]);
  });

  it.each(Object.keys(ASKED) as (keyof typeof ASKED)[])(
    'sees a refusal of %s, its words and its time',
    async (format) => {
      scripted = { status: 429, message: 'slow down', headers: { 'retry-after': '3600' } };
      expect((await ask(format)).status).toBe(429);
      expect(passed).toMatchObject([{ kind: 'refused', status: 429, retryAfterMs: 3_600_000 }]);
      expect(passed[0]).toHaveProperty('message', expect.stringContaining('slow down'));
    },
  );

  it('tells the work from what is asked aside, by the tools that are offered for it', async () => {
    const { origin } = new URL(route.baseUrl);
    const headers = { authorization: `Bearer ${route.token}` };
    const asking = async (body: object): Promise<void> => {
      const url = `${origin}/v1/chat/completions`;
      await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body, null, 2) })).text();
    };
    // So long that the offer comes in a later piece than the beginning.
    const messages = [{ role: 'user', content: '“tools”: '.repeat(30_000) }];
    await asking({ model: 'm', messages, tools: [{ type: 'function', function: { name: 'bash' } }] });
    await asking({ model: 'm', messages, tools: [] });
    expect(passed.map(({ aside }) => aside)).toEqual([false, true]);
  });

  it('does not take an agent that goes away for a refusal', async () => {
    scripted = { silent: 'in the stream' };
    const leave = new AbortController();
    const { origin } = new URL(route.baseUrl);
    const headers = { authorization: `Bearer ${route.token}` };
    const body = JSON.stringify({ model: 'm', messages: [], stream: true });
    const answer = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body,
      signal: leave.signal,
    });
    expect(answer.status).toBe(200);
    leave.abort();
    // The next one is answered, after whatever the first one left.
    scripted = { text: 'Done.', usage: USAGE };
    await ask('openai-chat');
    await vi.waitFor(() => {
      expect(passed.map(({ kind }) => kind).toSorted()).toEqual(['answered', 'left']);
    });
  });

  it('estimates what an answer took that its agent did not wait for: it may have been told the end of it', async () => {
    scripted = { text: 'one two three four', usage: USAGE, halts: true };
    const leave = new AbortController();
    const { origin } = new URL(route.baseUrl);
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x'.repeat(4_000) }], stream: true });
    const headers = { authorization: `Bearer ${route.token}` };
    const answer = await fetch(`${origin}/v1/chat/completions`, {
      ...{ method: 'POST', headers, body, signal: leave.signal },
    });
    await answer.body?.getReader().read();
    leave.abort();
    await vi.waitFor(() => {
      expect(passed).toMatchObject([{ kind: 'left', usage: { input: Math.ceil(body.length / 4) } }]);
    });
    expect(passed[0]).toHaveProperty(
      'usage.output',
      expect.toSatisfy((output: number) => output >= 1),
    );
  });

  it('asks nobody when the call may ask no more, and tells the agent why', async () => {
    refusal = 'the budget is spent';
    const answer = await ask('anthropic');
    expect(answer.status).toBe(402);
    expect(model.requests).toEqual([]);
    expect(passed).toEqual([]);
  });

  it('sees that tokens were only to be counted', async () => {
    const { origin } = new URL(route.baseUrl);
    const headers = { authorization: `Bearer ${route.token}` };
    await fetch(`${origin}/v1/messages/count_tokens`, { method: 'POST', headers, body: '{}' });
    expect(passed).toMatchObject([{ uncounted: true }]);
  });

  it('sees a connection that breaks off', async () => {
    await model.close();
    expect((await ask('openai-chat')).status).toBe(502);
    expect(passed).toMatchObject([{ kind: 'refused', status: undefined }]);
  });

  it('takes no key but that of a call that is under way', async () => {
    expect((await ask('openai-chat', false, KEY)).status).toBe(401);
    expect((await ask('openai-chat', false, 'chimera-guess')).status).toBe(401);
    route.close();
    expect((await ask('openai-chat')).status).toBe(401);
    expect(model.requests).toEqual([]);
  });

  it.each([
    '@evil.example/v1/x',
    '//evil.example/v1/x',
    '/v1/../admin',
    '/v1%2f..%2fadmin',
    '/other/v1/x',
    'http://evil.example/v1/x',
  ])('asks nobody else, and nothing beside the base URL: %s', async (path) => {
    const { hostname, port } = new URL(route.baseUrl);
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${route.token}` };
      request({ hostname, port, path, method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end('{}');
    });
    expect(status === 404 || status === 400).toBe(true);
    expect(model.requests).toEqual([]);
    expect(passed.filter(({ kind }) => kind === 'answered')).toEqual([]);
  });
});
