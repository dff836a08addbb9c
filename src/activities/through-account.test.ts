import { expect, it } from 'vitest';
import { AccountClosedError, TransientAgentError } from '../domain/failure.ts';
import { firstWithRoom } from './through-account.ts';

const closed = (agent: string, ms: number, atWork = false): AccountClosedError =>
  new AccountClosedError(agent, ms, 'it is full', atWork);

/** Agents that answer, or reject with that error; and who was asked. */
async function asked(...answers: readonly (string | Error)[]) {
  const who: number[] = [];
  const outcome = await firstWithRoom([...answers.entries()], ([index, answer]) => {
    who.push(index);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }).catch((error: unknown) => error);
  return { who, outcome };
}

it('the first one whose account takes the call does the work', async () => {
  expect(await asked('done')).toEqual({ who: [0], outcome: 'done' });
  expect(await asked('done', 'other')).toEqual({ who: [0], outcome: 'done' });
  expect(await asked(closed('a', 9_000), 'other')).toEqual({ who: [0, 1], outcome: 'other' });
});

it('where none does, the shortest wait holds', async () => {
  const [long, short] = [closed('a', 9_000), closed('b', 5_000)];
  expect((await asked(long, short)).outcome).toBe(short);
  expect((await asked(short, long)).outcome).toBe(short);
  expect((await asked(short)).outcome).toBe(short);
});

it('one that was stopped at work is taken over from soon, on a fresh workspace', async () => {
  const limit = new Error('429');
  const stopped = Object.assign(closed('a', 900_000, true), { cause: limit });
  const { who, outcome } = await asked(stopped, 'other');
  expect(who).toEqual([0]);
  expect(outcome).toMatchObject({ agent: 'a', retryAfterMs: 1_000, cause: limit });
  expect((await asked(stopped)).outcome).toBe(stopped);
  expect((await asked(closed('a', 500, true), 'other')).outcome).toMatchObject({ retryAfterMs: 500 });
});

it('a failure is nobody’s to take over', async () => {
  const failure = new TransientAgentError('down');
  expect(await asked(failure, 'other')).toEqual({ who: [0], outcome: failure });
  expect(await asked(closed('a', 9_000), failure)).toEqual({ who: [0, 1], outcome: failure });
});
