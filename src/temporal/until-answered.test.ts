import { describe, expect, it } from 'vitest';
import { type Patience, untilAnswered } from './until-answered.ts';

function patience(more: Partial<Patience> = {}): Patience & { readonly reasons: string[] } {
  const reasons: string[] = [];
  const signal = new AbortController().signal;
  return { limitMs: 10_000, everyMs: 1, signal, onRefused: (reason) => reasons.push(reason), reasons, ...more };
}

function refusing(...reasons: readonly string[]) {
  const left = [...reasons];
  return () => {
    const reason = left.shift();
    return reason === undefined ? Promise.resolve('here') : Promise.reject(new Error(reason));
  };
}

describe('waiting for an answer', () => {
  it('takes the first one, and tells each new reason once', async () => {
    const wait = patience();
    expect(await untilAnswered(refusing('away', 'away', 'no namespace', 'no namespace'), wait)).toBe('here');
    expect(wait.reasons).toEqual(['away', 'no namespace']);
  });

  it('fails with the last reason when the limit is over', async () => {
    const never = untilAnswered(() => Promise.reject(new Error('away')), patience({ limitMs: 20, everyMs: 5 }));
    await expect(never).rejects.toThrow('no answer within 0.02 s: away');
  });

  it('ends at once when it is called off', async () => {
    const calling = new AbortController();
    const waiting = untilAnswered(
      () => Promise.reject(new Error('away')),
      patience({
        signal: calling.signal,
        everyMs: 9_000,
        onRefused: () => {
          calling.abort(new Error('called off'));
        },
      }),
    );
    await expect(waiting).rejects.toThrow('called off');
  });
});
