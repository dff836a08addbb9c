import { wrongOption } from '../failure.ts';

/** A whole number from `least` to `most` that was given as `name`; anything else is a wrong option. */
export function wholeNumber(name: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw wrongOption(name, `must be a whole number from ${least} to ${most}, not "${given}"`);
  }
  return value;
}
