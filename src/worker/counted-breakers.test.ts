import { describe, expect, it } from 'vitest';
import { CircuitBreakerOpenError } from '../domain/failure.ts';
import type { Permit } from '../persistence/circuit-breakers.ts';
import { countedBreakers } from './counted-breakers.ts';

const permit: Permit = {
  alive: () => undefined,
  succeeded: () => Promise.resolve(),
  failed: () => Promise.resolve(7),
  released: () => Promise.resolve(),
};

function counting(enter: () => Promise<Permit>) {
  const counted: string[] = [];
  const breaker = (agent: string, what: string) => void counted.push(`${agent} ${what}`);
  return { counted, breakers: countedBreakers({ enter }, { breaker }) };
}

describe('counted breakers', () => {
  it('count how calls ended, and hand on what the breaker says', async () => {
    const { counted, breakers } = counting(() => Promise.resolve(permit));
    await (await breakers.enter('coder')).succeeded();
    expect(await (await breakers.enter('coder')).failed('no answer')).toBe(7);
    await (await breakers.enter('coder')).released();
    expect(counted).toEqual(['coder success', 'coder failure']);
  });

  it('count who is not let in, and nothing where the call was stopped', async () => {
    const refused = counting(() => Promise.reject(new CircuitBreakerOpenError('coder', 1_000)));
    await expect(refused.breakers.enter('coder')).rejects.toThrow(CircuitBreakerOpenError);
    expect(refused.counted).toEqual(['coder refused']);
    const stopped = counting(() => Promise.reject(new Error('aborted')));
    await expect(stopped.breakers.enter('coder')).rejects.toThrow('aborted');
    expect(stopped.counted).toEqual([]);
  });
});
