import { describe, expect, it } from 'vitest';
import { parseProgressLine, progressLine, type ProgressEvent } from './progress.ts';

describe('a progress line', () => {
  it('carries an event through the output of the runner', () => {
    const event: ProgressEvent = { kind: 'sentence', scenario: 'a\nb', sentence: 'I see "x"', done: 0, total: 2 };
    expect(progressLine(event)).not.toContain('\n');
    expect(parseProgressLine(progressLine(event))).toEqual(event);
  });

  it.each(['', '  1 passed (2s)', 'chimera-progress {', 'chimera-progress null', 'chimera-progress {"kind":"other"}'])(
    'is not made of %j',
    (line) => {
      expect(parseProgressLine(line)).toBeUndefined();
    },
  );
});
