import type { Reading } from '../../../src/feature/step.ts';

const TRAILING_MARKS = /^(.*?)((?:\.\.\.|[.,;:!?)…])+)$/su;

/** A reader with faults: exponential in the dots of a text, greedy for memory, or broken. */
export function readFeature(text: string): Reading {
  if (text === 'memory') {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, Math.random));
  }
  if (text === 'fault') throw new TypeError('x is not a function');
  const sentence = TRAILING_MARKS.exec(text)?.[1] ?? text;
  return { ok: false, refusals: [{ sentence, line: 1, part: sentence, reason: 'it was read', nearest: 'I see "…"' }] };
}
