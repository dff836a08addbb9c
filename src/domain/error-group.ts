import type { TaskError } from './failure.ts';

/** Errors that are the same but for what differs from task to task: ids, numbers, paths, quoted texts. */
export interface ErrorGroup {
  /** 12 hexadecimal digits that stand for type and pattern. */
  readonly id: string;
  /** The message with placeholders, on one line of at most 200 characters. */
  readonly pattern: string;
}

const LONGEST_PATTERN = 200;

/** What is looked at of a message: more than a pattern can show, and a bound on the time that it takes. */
const LONGEST_MESSAGE = 2_000;

/** What differs and what stands for it, in the order in which they are looked for: a path in a quote is a quote. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"|“[^“”]*”|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|‘[^‘’]*’(?![\p{L}\p{N}])/gu, '<text>'],
  [/(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s<>()]+/giu, '<url>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/gu, '<time>'],
  [/\b(?:chimera-[0-9a-f]{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d+)?\b/giu, '<id>'],
  [/(?<![\p{L}\p{N}<])(?:[a-z]:|~|\.{1,2})?(?:[\\/][\w.@+~-]+)+[\\/]?(?::\d+)*/giu, '<path>'],
  [/(?<![\p{L}\p{N}<.@+~_\\/-])[\w.@+~-]+(?:[\\/][\w.@+~-]+)+\.\w+(?::\d+)*/gu, '<path>'],
  [/\b(?:0x[0-9a-f]+|(?=[a-f]*\d)[0-9a-f]{7,})\b/giu, '<n>'],
  [/\d+(?:[.,:]\d+)*/gu, '<n>'],
];

/** The group of an error; the same for errors of one type whose messages differ only in what differs by chance. */
export function errorGroupOf({ type, message }: Pick<TaskError, 'type' | 'message'>): ErrorGroup {
  const pattern = patternOf(message);
  return { id: hash(`${type}\n${pattern}`), pattern };
}

function patternOf(message: string): string {
  const line = message
    .slice(0, LONGEST_MESSAGE)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const pattern = PLACEHOLDERS.reduce((text, [form, placeholder]) => text.replace(form, placeholder), line);
  if (pattern.length <= LONGEST_PATTERN) return pattern;
  return `${pattern.slice(0, LONGEST_PATTERN - 1).toWellFormed()}…`;
}

/** FNV-1a of 64 bits over UTF-16 code units, folded to 48. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return ((value >> 48n) ^ BigInt.asUintN(48, value)).toString(16).padStart(12, '0');
}
