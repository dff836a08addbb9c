import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTimedThread, type TimedThread } from '../../../../../tests/support/threads/timed-thread.ts';
import { testLanguageOf } from './languages.ts';
import type { measureTests } from './measure.ts';

const EXTENSIONS = ['ts', 'py', 'go', 'java', 'kt', 'cs', 'rb', 'php', 'rs', 'cpp', 'swift', 'dart', 'exs', 'feature'];
/** What the patterns begin with, or repeat. */
const PIECES = [
  ...[' ', '\n', '\t', 'a', '.', '<', '(', '[', '{', '#[', '[ ', '@', 'it.', 'test', 'expect', 'expect<', 'assert'],
  ...[
    'a::',
    'a.',
    '\\\\a',
    't.',
    'func (',
    'if (',
    '.should',
    '/',
    '"',
    "'",
    '`${',
    '/*',
    'expect(a).b',
    '@a.',
    '"""',
    '->',
  ],
];
const BYTES = 128 * 1024;
/** CPU time, in ms, for a text of that size: what is linear takes some 50 ms, what is quadratic takes minutes. */
const MOST_MS = 3_000;

let thread: TimedThread<Parameters<typeof measureTests>, ReturnType<typeof measureTests>>;
beforeAll(() => {
  thread = startTimedThread({ module: new URL('./measure.ts', import.meta.url).href, name: 'measureTests' });
});
afterAll(() => thread.end());

it.each(EXTENSIONS)(
  'tests in .%s are measured in time that grows with the text, whatever it repeats',
  async (extension) => {
    const language = testLanguageOf(`a.${extension}`);
    if (language === undefined) throw new Error(`${extension} is not known`);
    for (const piece of PIECES) {
      const text = piece.repeat(Math.ceil(BYTES / piece.length));
      const { ms } = await thread.time([text, language]);
      expect(ms, JSON.stringify(piece)).toBeLessThan(MOST_MS);
    }
  },
  120_000,
);
