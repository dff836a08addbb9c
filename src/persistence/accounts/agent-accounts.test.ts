import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryAccounts, type MemoryAccounts } from '../../../tests/support/activities/memory-accounts.ts';
import { AccountLimitError } from '../../domain/failure.ts';
import { createAgentAccounts } from './agent-accounts.ts';

const LIMIT = new AccountLimitError('The model answered 429: slow down.', 90_000);

describe('the accounts of agents', () => {
  let clock: number;
  let memory: MemoryAccounts;

  beforeEach(() => {
    clock = 0;
    memory = memoryAccounts(() => clock);
  });
  const enter = (most?: number) => memory.accounts.enter('claude', most);

  it('are asked once a second, where nothing is bounded', async () => {
    const first = await enter();
    await enter();
    expect(await first.refusal()).toBeUndefined();
    first.answered();
    await first.left();
    expect(memory.events).toEqual(['claude enter']);
    clock = 1_001;
    await enter();
    expect(memory.events).toEqual(['claude enter', 'claude enter']);
  });

  it('that are closed by one call take no others, and stop those under way at their next question', async () => {
    const [one, other] = [await enter(), await enter()];
    const closed = await one.limited(LIMIT);
    expect(closed).toMatchObject({ name: 'AccountClosedError', agent: 'claude', retryAfterMs: 150_000 });
    expect(await one.limited(LIMIT)).toBe(closed);
    expect(await one.refusal()).toBe(closed);
    const stopped = await other.refusal();
    expect(stopped).toMatchObject({ name: 'AccountClosedError', retryAfterMs: 155_000, atWork: true });
    expect(await other.refusal()).toBe(stopped);
    await expect(enter()).rejects.toMatchObject({ agent: 'claude', retryAfterMs: 160_000, atWork: false });
    await expect(enter()).rejects.toThrow(
      'The account of claude takes no call now: The model answered 429: slow down.',
    );
    await expect(memory.accounts.enter('codex')).resolves.toBeDefined();
  });

  it('are not trusted by an answer from before a limit', async () => {
    const slow = Promise.withResolvers<undefined>();
    const accounts = createAgentAccounts({
      apply: async (agent, event) => {
        const step = await memory.apply(agent, event);
        if (event.kind === 'enter') await slow.promise;
        return step;
      },
      log: { warn: () => undefined },
      now: () => clock,
    });
    const entering = accounts.enter('claude');
    const limited = (await enter()).limited(LIMIT);
    await limited;
    slow.resolve(undefined);
    const permit = await entering;
    expect(await permit.refusal()).toBeUndefined();
  });

  it('tell that a model answered once, where that opens them', async () => {
    await (await enter()).limited(LIMIT);
    clock = 150_000;
    const trying = await enter();
    await expect(enter()).rejects.toThrow('another call tries it');
    trying.answered();
    trying.answered();
    await trying.left();
    expect(memory.events.slice(-2)).toEqual(['claude answered', 'claude left']);
    await expect(enter()).resolves.toBeDefined();
  });

  it('are bounded, and a place is free again when its call has left', async () => {
    const one = await enter(1);
    await expect(enter(1)).rejects.toMatchObject({ retryAfterMs: 5_000 });
    await one.left();
    await expect(enter(1)).resolves.toBeDefined();
  });

  it('give the place back of a call that was ended while it came in', async () => {
    const ending = new AbortController();
    const entering = memory.accounts.enter('claude', 1, ending.signal);
    ending.abort(new Error('cancelled'));
    await expect(entering).rejects.toThrow('cancelled');
    expect(memory.kept.get('claude')?.places).toEqual([]);
    await expect(memory.accounts.enter('claude', 1, ending.signal)).rejects.toThrow('cancelled');
  });
});

describe('a place of a call', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is kept as long as the call lasts', async () => {
    const memory = memoryAccounts(Date.now);
    const permit = await memory.accounts.enter('claude', 1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await expect(memory.accounts.enter('claude', 1)).rejects.toThrow('1 calls are under way');
    await permit.left();
    const told = memory.events.length;
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(memory.events).toHaveLength(told);
  });
});

describe('while the database is away', () => {
  const lines: string[] = [];
  const accounts = createAgentAccounts({
    apply: () => Promise.reject(new Error('connection refused')),
    log: { warn: (_context, message) => void lines.push(message) },
  });

  it('calls go through, and it is said once', async () => {
    const permit = await accounts.enter('claude', 1);
    expect(await permit.refusal()).toBeUndefined();
    permit.answered();
    await permit.left();
    expect(lines).toEqual(['Account state unknown: database away. Calls of agents go through']);
  });

  it.each([
    [90_000, 150_000],
    [undefined, 900_000],
  ])('who meets a limit waits for it all the same: %s', async (named, wait) => {
    const permit = await accounts.enter('claude');
    expect(await permit.limited(new AccountLimitError('429', named))).toMatchObject({ retryAfterMs: wait });
  });
});
