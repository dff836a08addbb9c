import { expect, it } from 'vitest';
import { testLanguageOf } from './languages.ts';
import { measureTests } from './measure.ts';

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

it.each(EXTENSIONS)(
  'tests in .%s are measured in time that grows with the text, whatever it repeats',
  (extension) => {
    const language = testLanguageOf(`a.${extension}`);
    if (language === undefined) throw new Error(`${extension} is not known`);
    for (const piece of PIECES) {
      const text = piece.repeat(Math.ceil(BYTES / piece.length));
      const before = process.cpuUsage();
      measureTests(text, language);
      const { user } = process.cpuUsage(before);
      expect(user / 1_000, JSON.stringify(piece)).toBeLessThan(MOST_MS);
    }
  },
  120_000,
);
