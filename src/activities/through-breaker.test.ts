import { CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { memoryBreakers } from '../../tests/support/activities/memory-breakers.ts';
import {
  ApplicationFaultError,
  CircuitBreakerOpenError,
  PhaseLimitError,
  TerminalAgentError,
  TransientAgentError,
  TryAgainLaterError,
} from '../domain/failure.ts';
import { throughBreaker } from './through-breaker.ts';

const CODER = 'coder-agent@shop';

/** One call of an agent behind a breaker; `stopped` is why its work was ended, if it was. */
async function outcomeOf(thrown: unknown, stopped?: unknown): Promise<string | undefined> {
  const { breakers, events } = memoryBreakers();
  const stop = new AbortController();
  const call = throughBreaker(breakers, CODER, { signal: stop.signal, progress: () => undefined }, () => {
    if (stopped !== undefined) stop.abort(stopped);
    // Agents may throw whatever they like.
    return Promise.resolve().then(() => {
      throw thrown;
    });
  });
  await expect(call).rejects.toBe(thrown);
  return events.at(-1);
}

const systemError = (code: string) => Object.assign(new Error(`${code}: it cannot`), { code });

describe('what the end of a call says about its agent', () => {
  it('is good when there is an answer', async () => {
    const { breakers, events } = memoryBreakers();
    const said: unknown[] = [];
    const context = {
      signal: new AbortController().signal,
      progress: (message: string, fraction?: number) => void said.push([message, fraction]),
    };
    const answer = await throughBreaker(breakers, CODER, context, ({ progress }) => {
      progress('reading', 0.5);
      return Promise.resolve('rejected');
    });
    expect(answer).toBe('rejected');
    expect(said).toEqual([['reading', 0.5]]);
    expect(events).toEqual([`${CODER} enter`, `${CODER} succeeded`]);
  });

  it('is bad when the agent failed, or used up the time it had', async () => {
    expect(await outcomeOf(new TransientAgentError('busy'))).toBe(`${CODER} failed`);
    expect(await outcomeOf(new TransientAgentError('cut', { cause: systemError('ECONNRESET') }))).toBe(
      `${CODER} failed`,
    );
    expect(await outcomeOf(new Error('killed'), new PhaseLimitError('its limit'))).toBe(`${CODER} failed`);
  });

  it.each<[string, unknown, unknown?]>([
    ['the agent named a time', new TryAgainLaterError('quota', 5_000)],
    ['it refused the input', new TerminalAgentError('no such file')],
    ['the application is at fault', new ApplicationFaultError('never healthy')],
    ['somebody cancelled', new TransientAgentError('killed'), new CancelledFailure('CANCELLED')],
    ['the worker shuts down', new Error('killed'), new CancelledFailure('WORKER_SHUTDOWN')],
    ['the disk is full', systemError('ENOSPC')],
    ['the disk is full under the agent', new TransientAgentError('no space', { cause: systemError('ENOSPC') })],
    ['deeper down', new TransientAgentError('it', { cause: new Error('as', { cause: systemError('EMFILE') }) })],
    ['it threw no error at all', 'a text'],
  ])('is nothing when %s', async (_, thrown, stopped) => {
    expect(await outcomeOf(thrown, stopped)).toBe(`${CODER} released`);
  });

  it('opens the breaker at the fifth failure, and then nothing is asked of the agent', async () => {
    const { breakers } = memoryBreakers();
    const context = { signal: new AbortController().signal, progress: () => undefined };
    let asked = 0;
    const call = () =>
      throughBreaker(breakers, CODER, context, () => {
        asked += 1;
        return Promise.reject(new TransientAgentError('down'));
      });
    for (let count = 0; count < 5; count += 1) await expect(call()).rejects.toThrow('down');
    await expect(call()).rejects.toBeInstanceOf(CircuitBreakerOpenError);
    expect(asked).toBe(5);
  });

  it('is no attempt of the task when it only tried an agent that is down', async () => {
    const { breakers, kept } = memoryBreakers();
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const down = new TransientAgentError('down');
    const halfOpen = () => {
      kept.set(CODER, { state: 'HALF_OPEN', generation: 2, consecutive_failures: 5, since: 0, probes: [] });
    };
    halfOpen();
    await expect(throughBreaker(breakers, CODER, context, () => Promise.reject(down))).rejects.toMatchObject({
      name: 'CircuitBreakerOpenError',
      retryAfterMs: 60_000,
      cause: down,
    });
    halfOpen();
    const limit = new PhaseLimitError('its limit');
    await expect(throughBreaker(breakers, CODER, context, () => Promise.reject(limit))).rejects.toBe(limit);
  });
});
