import { readFeature } from '../../src/feature/read-feature.ts';
import type { Reading } from '../../src/feature/step.ts';

/** Reads a feature where it is called, for what serves nothing else meanwhile. */
export const readHere = (text: string): Promise<Reading> => Promise.resolve(readFeature(text));
