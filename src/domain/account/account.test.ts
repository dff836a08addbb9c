import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  type AccountEvent,
  livePlaces,
  NEW_ACCOUNT,
  PLACE_LEASE_MS,
  reactAccount,
  stateOfAccount,
} from './account.ts';

const MINUTE = 60_000;
const limit = (wait_ms?: number): AccountEvent => ({ kind: 'limited', wait_ms, reason: 'the model answered 429' });
const enter = (token: string, most?: number): AccountEvent => ({ kind: 'enter', token, most });

/** What events at their times make of an account, and what the last one was answered. */
function after(...events: readonly (readonly [number, AccountEvent])[]) {
  return events.reduce<ReturnType<typeof reactAccount>>(
    ({ account }, [now, event]) => reactAccount(account, event, now),
    { account: NEW_ACCOUNT },
  );
}

describe('an account', () => {
  it('takes calls without keeping them, as long as their number is not bounded', () => {
    const step = after([0, enter('a')]);
    expect(step.entrance).toEqual({ kind: 'admitted', place: false });
    expect(step.account).toBe(NEW_ACCOUNT);
  });

  it('takes as many calls at once as may be, and gives the others turns', () => {
    const full = [
      [0, enter('a', 2)],
      [0, enter('b', 2)],
    ] as const;
    const why = '2 calls are under way, and no more may be';
    expect(after(...full).entrance).toEqual({ kind: 'admitted', place: true });
    expect(after(...full, [1, enter('c', 2)]).entrance).toEqual({ kind: 'refused', retry_ms: 5_000, why });
    expect(after(...full, [1, enter('c', 2)], [2, enter('d', 2)]).entrance).toEqual({
      ...{ kind: 'refused', retry_ms: 9_999, why },
    });
    expect(after(...full, [9, { kind: 'left', token: 'a' }], [10, enter('c', 2)]).entrance?.kind).toBe('admitted');
  });

  it('takes back the place of a call that is silent for longer than its lease', () => {
    const alive = [PLACE_LEASE_MS - 1, { kind: 'alive', token: 'a' }] as const;
    const later = PLACE_LEASE_MS + 1;
    expect(after([0, enter('a', 1)], [later, enter('b', 1)]).entrance?.kind).toBe('admitted');
    expect(after([0, enter('a', 1)], alive, [later, enter('b', 1)]).entrance?.kind).toBe('refused');
    const both = after([0, enter('a', 2)], [0, enter('b', 2)], alive, [later, enter('c', 2)]);
    expect(both.account.places.map(({ token }) => token)).toEqual(['a', 'c']);
    expect(after([0, { kind: 'alive', token: 'z' }]).account).toBe(NEW_ACCOUNT);
    expect(after([0, { kind: 'left', token: 'z' }]).account).toBe(NEW_ACCOUNT);
  });

  it('is closed for the time that its provider names and a minute, and says when to come', () => {
    const closed = after([1_000, limit(90_000)]);
    expect(closed.entrance).toEqual({ kind: 'refused', retry_ms: 90_000 + MINUTE, why: 'the model answered 429' });
    expect(stateOfAccount(closed.account, 1_000 + 90_000 + MINUTE - 1)).toBe('closed');
    expect(stateOfAccount(closed.account, 1_000 + 90_000 + MINUTE)).toBe('reopening');
  });

  it('believes no time that is longer than a week', () => {
    const { entrance } = after([0, limit(1e15)]);
    expect(entrance).toMatchObject({ retry_ms: 7 * 24 * 60 * MINUTE + MINUTE });
  });

  it('is closed for 15 min where no time is named, doubled up to an hour, until a model answers', () => {
    const waits = (events: readonly (readonly [number, AccountEvent])[]) => {
      const { account } = after(...events);
      return account.closing === undefined ? 0 : (account.closing.until - account.closing.since) / MINUTE;
    };
    const H = 60 * MINUTE;
    expect(waits([[0, limit()]])).toBe(15);
    expect(
      waits([
        [0, limit()],
        [H, limit()],
      ]),
    ).toBe(30);
    expect(
      waits([
        [0, limit()],
        [H, limit()],
        [2 * H, limit()],
      ]),
    ).toBe(60);
    expect(
      waits([
        [0, limit()],
        [H, limit()],
        [2 * H, limit()],
        [4 * H, limit()],
      ]),
    ).toBe(60);
    expect(
      waits([
        [0, limit()],
        [H, { kind: 'answered', token: 'a' }],
        [2 * H, limit()],
      ]),
    ).toBe(15);
  });

  it('is closed for longer by a later time only: what others meet meanwhile counts for nothing', () => {
    const first = after([0, limit(10 * MINUTE)]).account.closing;
    expect(after([0, limit(10 * MINUTE)], [1, limit()]).account.closing).toEqual(first);
    expect(after([0, limit(10 * MINUTE)], [1, limit(MINUTE)]).account.closing).toEqual(first);
    expect(after([0, limit(10 * MINUTE)], [1, limit(20 * MINUTE)]).account.closing?.until).toBe(21 * MINUTE + 1);
    expect(after([0, limit()], [1, limit()]).account.untimed).toBe(1);
  });

  it('lets calls under way go on, unless it is closed', () => {
    expect(after([0, { kind: 'pass' }])).toEqual({ account: NEW_ACCOUNT });
    expect(after([0, limit(MINUTE)], [1, { kind: 'pass' }]).entrance).toMatchObject({ kind: 'refused' });
    expect(after([0, limit(0)], [2 * MINUTE, { kind: 'pass' }]).entrance).toBeUndefined();
  });

  it('is tried by one call when it opens, and takes the others once a model has answered that one', () => {
    const tried = [
      [0, limit(MINUTE)],
      [2 * MINUTE, enter('a')],
      [2 * MINUTE + 1, enter('b')],
    ] as const;
    expect(after(...tried).entrance).toMatchObject({
      kind: 'refused',
      why: 'it was closed, and another call tries it',
    });
    const left = [2 * MINUTE + 2, { kind: 'left', token: 'a' }] as const;
    expect(after(...tried, left, [2 * MINUTE + 3, enter('b')]).entrance).toEqual({ kind: 'admitted', place: true });
    const answered = [2 * MINUTE + 2, { kind: 'answered', token: 'a' }] as const;
    const open = after(...tried, answered, [2 * MINUTE + 3, enter('b')]);
    expect(open.entrance).toEqual({ kind: 'admitted', place: false });
    expect(stateOfAccount(open.account, 2 * MINUTE + 3)).toBe('open');
  });

  it('that is still tried by a call from before it closed is tried by another one', () => {
    const before = [
      [0, enter('old', 3)],
      [MINUTE / 2, { kind: 'alive', token: 'old' }],
      [MINUTE / 2, limit(0)],
      [MINUTE, { kind: 'alive', token: 'old' }],
    ] as const;
    expect(after(...before, [1.6 * MINUTE, enter('a', 3)]).entrance?.kind).toBe('admitted');
  });

  it('is tried at once when an operator says so, before all who wait for a later turn', () => {
    const reopened = [
      [0, limit()],
      [1, { kind: 'pass' }],
      [2, { kind: 'reopen' }],
    ] as const;
    expect(stateOfAccount(after(...reopened).account, 2)).toBe('reopening');
    expect(after(...reopened, [2, enter('a')]).entrance).toEqual({ kind: 'admitted', place: true });
    expect(after(...reopened, [2, enter('a')], [3, enter('b')]).entrance).toMatchObject({ retry_ms: 5_000 });
    expect(after(...reopened, [2, enter('a')], [3, limit()]).account.untimed).toBe(1);
    expect(after([0, { kind: 'reopen' }]).account).toBe(NEW_ACCOUNT);
    expect(after([0, { kind: 'answered', token: 'a' }]).account).toBe(NEW_ACCOUNT);
  });

  it('gives eight that wait turns, one after the other', () => {
    let { account } = after([0, limit(MINUTE)]);
    const turns = Array.from({ length: 7 }, (_, index) => {
      const step = reactAccount(account, enter(String(index)), 10);
      ({ account } = step);
      return step.entrance?.kind === 'refused' ? 10 + step.entrance.retry_ms : undefined;
    });
    expect(turns).toEqual([125, 130, 135, 140, 145, 150, 155].map((s) => s * 1_000));
  });

  it('holds up nobody for long when the clock was set back', () => {
    const closed = after([1e12, limit(MINUTE)]).account;
    const { entrance } = reactAccount(closed, enter('a'), 1e12 - 10 * 60 * MINUTE);
    expect(entrance?.kind).toBe('admitted');
    const full = after([1e12, enter('a', 1)], [1e12, enter('b', 1)]).account;
    const earlier = 1e12 - 10 * 60 * MINUTE;
    const again = reactAccount(reactAccount(full, enter('c', 1), earlier).account, enter('d', 1), earlier);
    expect(again.entrance).toMatchObject({ kind: 'refused', retry_ms: 5_000 });
  });
});

describe('whatever happens to an account', () => {
  const token = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const event: fc.Arbitrary<AccountEvent> = fc.oneof(
    fc.record({ kind: fc.constant('enter' as const), token, most: fc.constant(2) }),
    fc.record({ kind: fc.constantFrom('alive' as const, 'left' as const, 'answered' as const), token }),
    fc.record({
      kind: fc.constant('limited' as const),
      wait_ms: fc.option(fc.nat({ max: 3_600_000 }), { nil: undefined }),
      reason: fc.constant('r'),
    }),
    fc.record({ kind: fc.constantFrom('pass' as const, 'reopen' as const) }),
  );
  const story = fc.array(fc.tuple(fc.nat({ max: 20 * MINUTE }), event), { maxLength: 40 });

  it('never more calls are under way than may be, none comes in while it is closed, and one while it is tried', () => {
    fc.assert(
      fc.property(story, (events) => {
        let account: Account = NEW_ACCOUNT;
        let now = 1_000_000;
        for (const [passed, one] of events) {
          now += passed;
          const state = stateOfAccount(account, now);
          const before = livePlaces(account, now).length;
          const step = reactAccount(account, one, now);
          if (step.entrance?.kind === 'admitted') {
            expect(state).not.toBe('closed');
            expect(before).toBeLessThan(2);
          }
          if (step.entrance?.kind === 'refused') expect(step.entrance.retry_ms).toBeGreaterThan(0);
          ({ account } = step);
          const opened = account.closing?.until ?? Number.POSITIVE_INFINITY;
          expect(livePlaces(account, now).filter(({ since }) => since >= opened).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
