import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransientAgentError } from '../../../domain/failure.ts';
import { lostConnection, mustAnswer } from './reach.ts';

describe('a site under test', () => {
  let server: Server;
  let url: string;
  let status = 200;
  const signal = new AbortController().signal;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });

  beforeEach(async () => {
    server = createServer((_, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(close);

  it.each([200, 302, 404, 500])('answers with status %i', async (answered) => {
    status = answered;
    await expect(mustAnswer(url, signal)).resolves.toBeUndefined();
  });

  it.each([502, 503, 504])('is away when a proxy answers %i for it', async (answered) => {
    status = answered;
    await expect(mustAnswer(url, signal)).rejects.toThrow(TransientAgentError);
  });

  it('is away when nobody listens', async () => {
    await close();
    await expect(mustAnswer(url, signal)).rejects.toThrow(TransientAgentError);
  });

  it('is not judged once the work is cancelled', async () => {
    const reason = new Error('cancelled');
    await expect(mustAnswer(url, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('an error of the browser', () => {
  it('tells a lost connection from a page that is wrong', () => {
    expect(lostConnection('page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:1/')).toBe(true);
    expect(lostConnection('page.goto: net::ERR_NAME_NOT_RESOLVED at http://shop.example/')).toBe(true);
    expect(lostConnection('page.goto: net::ERR_ABORTED at http://shop.example/a.zip')).toBe(false);
    expect(lostConnection('expect(locator).toBeVisible() failed')).toBe(false);
    expect(lostConnection('http://shop.example/cart answers 503.')).toBe(true);
    expect(lostConnection('http://shop.example/cart answers 500.')).toBe(false);
    expect(lostConnection('http://shop.example/cart answers 404.')).toBe(false);
  });
});
