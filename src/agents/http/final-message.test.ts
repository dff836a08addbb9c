import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answering, json, lines } from '../../../tests/support/agents/agent-server.ts';
import { DONE, httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const LINES_TYPE = { 'Content-Type': 'application/x-ndjson' };
const small = { max_answer_bytes: 2_048 };

const text = (body: string, headers = JSON_TYPE): Answering => {
  return (_asked, response) => response.writeHead(200, headers).end(body);
};

describe('an answer at once', () => {
  it.each([
    ['no JSON', '<html>Log in', /is not JSON.*<html>Log in/],
    ['nothing', '', /is not JSON/],
    ['more values than are read', `[${'1,'.repeat(200_000)}1]`, /is not JSON.*more than 200000 values.*"\[1,1/],
    ['no message', '"done"', /not valid: the message: /],
    ['no type', '{"summary":"done"}', /not valid: type: /],
    ['an unknown type', '{"type":"party"}', /not valid: type: /],
    ['an error without its kind', '{"type":"error","message":"x"}', /not valid: transient: /],
    ['only progress', '{"type":"progress","message":"x"}', /200 with progress/],
    ['a result without what was asked for', '{"type":"result"}', /not valid for implement_feature: summary: /],
    ['costs below zero', JSON.stringify({ ...DONE, usage: { cost_usd: -1 } }), /usage\.cost_usd: /],
  ])('is refused with its fault named: %s', async (_what, body, message) => {
    const { run } = await httpTrial(text(body));
    const answer = run();
    await expect(answer).rejects.toThrow(TerminalAgentError);
    await expect(answer).rejects.toThrow(message);
  });

  it('is refused beyond its bound, which is named', async () => {
    const { run } = await httpTrial((_asked, response) => {
      json(response, 200, { type: 'result', summary: 'x'.repeat(2_048) });
    });
    const answer = run(small);
    await expect(answer).rejects.toThrow(TerminalAgentError);
    await expect(answer).rejects.toThrow(/more than 2048 bytes \(max_answer_bytes\)/);
    expect(await run()).toHaveProperty('summary');
  });

  it('is refused beyond its bound before it ends', async () => {
    const { run } = await httpTrial((_asked, response) => {
      response.writeHead(200, JSON_TYPE).write('x'.repeat(4_000));
    });
    await expect(run(small)).rejects.toThrow('max_answer_bytes');
  });

  it('that breaks off may come whole the next time', async () => {
    const { run } = await httpTrial((_asked, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'Content-Length': 100 }).write('{"type"', () => response.destroy());
    });
    await expect(run()).rejects.toThrow(TransientAgentError);
  });
});

describe('a stream of lines', () => {
  it('tells progress as it comes, and ends with its first result', async () => {
    const { run, progress } = await httpTrial((_asked, response) => {
      lines(response, [{ type: 'progress', message: 'a', fraction: 0.1 }], true);
      lines(response, [{ type: 'progress', message: 'b' }, DONE, { ...DONE, summary: 'again' }], true);
    });
    expect((await run()).summary).toBe('done');
    expect(progress.slice(1)).toEqual([['a', 0.1], ['b']]);
  });

  it('takes a last line without a line break, and pieces of characters', async () => {
    const body = Buffer.from(JSON.stringify({ ...DONE, summary: 'déjà 🍕' }));
    const { run } = await httpTrial((_asked, response) => {
      response.writeHead(200, LINES_TYPE).write(body.subarray(0, 30));
      setImmediate(() => response.end(body.subarray(30)));
    });
    expect((await run()).summary).toBe('déjà 🍕');
  });

  it('has what is beyond the protocol kept in agent.log', async () => {
    const { run, call } = await httpTrial(text(`hello\n{"type":"party"}\n${JSON.stringify(DONE)}\n`, LINES_TYPE));
    await run();
    const log = await readFile(join(call.artifacts, 'agent.log'), 'utf8');
    expect(log.split('\n').slice(1)).toEqual(['hello', '{"type":"party"}', '']);
  });

  it('ends by its error', async () => {
    const { run } = await httpTrial((_asked, response) => {
      lines(response, [{ type: 'error', transient: true, message: 'full', retry_after_seconds: 60 }]);
    });
    await expect(run()).rejects.toEqual(new TryAgainLaterError('full', 60_000));
  });

  it('that ends without a result may have been cut', async () => {
    const { run } = await httpTrial((_asked, response) => {
      lines(response, [{ type: 'progress', message: 'a' }]);
    });
    await expect(run()).rejects.toThrow(/stream ended without a result/);
    await expect(run()).rejects.toThrow(TransientAgentError);
  });

  it('is refused for a line beyond the bound, also one that never ends', async () => {
    const { run } = await httpTrial((_asked, response, count) => {
      response.writeHead(200, LINES_TYPE).write('é'.repeat(count === 1 ? 1_100 : 9_000));
      if (count === 1) response.end('\n');
      else setImmediate(() => response.end());
    });
    for (const answer of [await run(small).catch(String), await run(small).catch(String)]) {
      expect(answer).toMatch(/max_answer_bytes/);
    }
  });
});
