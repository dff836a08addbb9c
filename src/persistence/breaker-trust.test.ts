import { describe, expect, it } from 'vitest';
import { type BreakerEvent, type CircuitBreaker, NEW_BREAKER } from '../domain/circuit-breaker.ts';
import { createBreakerTrust } from './breaker-trust.ts';

const CODER = 'coder-agent@shop';
const enter: BreakerEvent = { kind: 'enter', token: 't' };
const failed: BreakerEvent = { kind: 'failed', token: 't', generation: 0, reason: 'it is down' };

function trial() {
  const clock = { now: 5_000 };
  const trust = createBreakerTrust(() => clock.now);
  return { clock, ask: (event: BreakerEvent) => trust.asked(CODER, event), of: () => trust.generationOf(CODER) };
}

const NOT_CLEAN: readonly CircuitBreaker[] = [
  { state: 'CLOSED', generation: 2, consecutive_failures: 1 },
  { state: 'OPEN', generation: 2, consecutive_failures: 5, since: 0, until: 1 },
  { state: 'OPEN', generation: 2, consecutive_failures: 0, since: 0 },
  { state: 'HALF_OPEN', generation: 2, consecutive_failures: 0, since: 0, probes: [] },
];

describe('a breaker', () => {
  it('is trusted for a second from the question on, if it was clean', () => {
    const { clock, ask, of } = trial();
    expect(of()).toBeUndefined();
    const answer = ask(enter);
    clock.now += 400;
    answer({ breaker: { ...NEW_BREAKER, generation: 4 } });
    expect(of()).toBe(4);
    clock.now += 599;
    expect(of()).toBe(4);
    clock.now += 1;
    expect(of()).toBeUndefined();
  });

  it.each(NOT_CLEAN)('is not trusted as $state with $consecutive_failures failures', (breaker) => {
    const { ask, of } = trial();
    ask(enter)({ breaker: NEW_BREAKER });
    ask(enter)({ breaker });
    expect(of()).toBeUndefined();
    ask(enter)({ breaker: NEW_BREAKER });
    expect(of()).toBe(0);
  });

  it('is not trusted from a failure on, whatever was asked before it and answered after', () => {
    const { ask, of } = trial();
    ask(enter)({ breaker: NEW_BREAKER });
    const before = ask(enter);
    const failure = ask(failed);
    expect(of()).toBeUndefined();
    before({ breaker: NEW_BREAKER });
    expect(of()).toBeUndefined();
    // A failure that counts for nothing leaves it clean.
    failure({ breaker: { ...NEW_BREAKER, generation: 2 } });
    expect(of()).toBe(2);
  });

  it('is not trusted for an answer that comes after a later one told of another state', () => {
    const { ask, of } = trial();
    const [first, second] = [ask(enter), ask(enter)];
    second({ breaker: { state: 'OPEN', generation: 1, consecutive_failures: 0, since: 0 } });
    first({ breaker: NEW_BREAKER });
    expect(of()).toBeUndefined();
  });
});
