import type { FoundSecret } from './secret-scan.ts';

const MASK = '********';
const MIN_LENGTH = 6;

/** A function that replaces every line of every given secret by asterisks, wherever it stands in a text. */
export function maskOf(secrets: readonly FoundSecret[]): (text: string) => string {
  const parts = secrets
    .flatMap(({ values }) => values)
    .flatMap((value) => value.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LENGTH);
  // The longest first: a secret may be part of another one.
  const longestFirst = [...new Set(parts)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, part) => masked.replaceAll(part, MASK), text);
}
