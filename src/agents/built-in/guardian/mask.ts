import { hidingTexts } from '../../../domain/hide-texts.ts';
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
  return hidingTexts(parts, MASK);
}
