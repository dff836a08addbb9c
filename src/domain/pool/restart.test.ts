import { describe, expect, it } from 'vitest';
import { type Deaths, NO_DEATHS, type Restart, restartAfter } from './restart.ts';

/** What becomes of a process that dies `livesMs` after each start. */
function livesOf(livesMs: number, deaths: number): Restart[] {
  const outcomes: Restart[] = [];
  let known: Deaths = NO_DEATHS;
  let started = Date.parse('2030-01-01T00:00:00Z');
  for (let death = 1; death <= deaths; death += 1) {
    const now = started + livesMs;
    const outcome = restartAfter(known, started, now);
    outcomes.push(outcome);
    known = outcome.deaths;
    if (outcome.kind === 'again') started = now + outcome.delayMs;
  }
  return outcomes;
}

const delays = (outcomes: readonly Restart[]) =>
  outcomes.map((outcome) => (outcome.kind === 'again' ? outcome.delayMs : outcome.kind));

describe('a process that died by itself', () => {
  it('stays down after its fifth death within a minute', () => {
    expect(delays(livesOf(500, 5))).toEqual([1_000, 2_000, 4_000, 8_000, 'down']);
    expect(delays(livesOf(11_249, 5)).at(-1), 'a minute but 4 ms after the first').toBe('down');
    expect(delays(livesOf(11_250, 5)).at(-1), 'a minute after the first').toBe(16_000);
  });

  it('is started again after a growing delay, of 30 s at most, when it dies less often', () => {
    expect(delays(livesOf(25_000, 8))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('begins with the shortest delay after a minute of life', () => {
    expect(delays(livesOf(60_000, 3))).toEqual([1_000, 1_000, 1_000]);
  });
});
