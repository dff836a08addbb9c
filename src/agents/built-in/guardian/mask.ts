import { hidingTexts } from '../../../domain/hide-texts.ts';

const MASK = '********';
const MIN_LENGTH = 6;

/** A function that replaces every line of every given secret by asterisks, wherever it stands in a text. */
export function lineMaskOf(secrets: readonly string[]): (text: string) => string {
  const parts = secrets
    .flatMap((value) => value.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LENGTH);
  return hidingTexts(parts, MASK);
}
