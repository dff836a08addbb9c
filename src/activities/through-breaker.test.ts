import { CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { attemptOf } from '../../tests/support/activities/phase-input.ts';
import { memoryBreakers } from '../../tests/support/activities/memory-breakers.ts';
import type { AgentContext } from '../agents/agent.ts';
import {
  ApplicationFaultError,
  CircuitBreakerOpenError,
  PhaseLimitError,
  TerminalAgentError,
  TransientAgentError,
  TryAgainLaterError,
} from '../domain/failure.ts';
import { createJournal } from '../journal/event.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import { throughBreaker as through } from './through-breaker.ts';

const CODER = 'coder-agent@shop';

/** A call through breakers, of which is counted what it counts for. */
function counting(breakers: CircuitBreakers) {
  const counted: string[] = [];
  const journal = createJournal([{ breaker_counted: ({ agent, what }) => void counted.push(`${agent} ${what}`) }]);
  const call = <T>(context: AgentContext, work: (context: AgentContext) => Promise<T>): Promise<T> =>
    through({ breakers, journal }, CODER, { ...context, attempt: attemptOf('CODE_IMPLEMENTATION') }, work);
  return { counted, call };
}

const nowhere = (): AgentContext => ({ signal: new AbortController().signal, progress: () => undefined });

/** One call of an agent behind a breaker; `stopped` is why its work was ended, if it was. */
async function outcomeOf(thrown: unknown, stopped?: unknown): Promise<string | undefined> {
  const { breakers, kept, events } = memoryBreakers();
  // With a failure that counts, so that each end is told.
  kept.set(CODER, { state: 'CLOSED', generation: 0, consecutive_failures: 1 });
  const { call: through, counted } = counting(breakers);
  const stop = new AbortController();
  const call = through({ signal: stop.signal, progress: () => undefined }, () => {
    if (stopped !== undefined) stop.abort(stopped);
    // Agents may throw whatever they like.
    return Promise.resolve().then(() => {
      throw thrown;
    });
  });
  await expect(call).rejects.toBe(thrown);
  expect(counted).toEqual(events.at(-1)?.endsWith('failed') === true ? [`${CODER} failure`] : []);
  return events.at(-1);
}

const systemError = (code: string) => Object.assign(new Error(`${code}: it cannot`), { code });

describe('what the end of a call says about its agent', () => {
  it('is good when there is an answer', async () => {
    const { breakers, kept, events } = memoryBreakers();
    kept.set(CODER, { state: 'CLOSED', generation: 0, consecutive_failures: 1 });
    const { call, counted } = counting(breakers);
    const said: unknown[] = [];
    const context = {
      signal: new AbortController().signal,
      progress: (message: string, fraction?: number) => void said.push([message, fraction]),
    };
    const answer = await call(context, ({ progress }) => {
      progress('reading', 0.5);
      return Promise.resolve('rejected');
    });
    expect(answer).toBe('rejected');
    expect(said).toEqual([['reading', 0.5]]);
    expect(events).toEqual([`${CODER} enter`, `${CODER} succeeded`]);
    expect(counted).toEqual([`${CODER} success`]);
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
    const { call: through, counted } = counting(memoryBreakers().breakers);
    let asked = 0;
    const call = () =>
      through(nowhere(), () => {
        asked += 1;
        return Promise.reject(new TransientAgentError('down'));
      });
    for (let count = 0; count < 5; count += 1) await expect(call()).rejects.toThrow('down');
    await expect(call()).rejects.toBeInstanceOf(CircuitBreakerOpenError);
    expect(asked).toBe(5);
    expect(counted).toEqual([...Array<string>(5).fill(`${CODER} failure`), `${CODER} refused`]);
  });

  it('is not counted of a call that was stopped before it was let in', async () => {
    const { call, counted } = counting(memoryBreakers().breakers);
    const stopped = { ...nowhere(), signal: AbortSignal.abort(new Error('stopped')) };
    await expect(call(stopped, () => Promise.resolve())).rejects.toThrow('stopped');
    expect(counted).toEqual([]);
  });

  it('is no attempt of the task when it only tried an agent that is down', async () => {
    const { breakers, kept } = memoryBreakers();
    const { call } = counting(breakers);
    const down = new TransientAgentError('down');
    const halfOpen = () => {
      kept.set(CODER, { state: 'HALF_OPEN', generation: 2, consecutive_failures: 5, since: 0, probes: [] });
    };
    halfOpen();
    await expect(call(nowhere(), () => Promise.reject(down))).rejects.toMatchObject({
      name: 'CircuitBreakerOpenError',
      retryAfterMs: 60_000,
      cause: down,
    });
    halfOpen();
    const limit = new PhaseLimitError('its limit');
    await expect(call(nowhere(), () => Promise.reject(limit))).rejects.toBe(limit);
  });
});
