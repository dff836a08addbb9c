import { describe } from 'vitest';
import { SURROUNDINGS } from './scenarios/index.ts';
import { playShortForms } from './short-forms.ts';

describe('Chimera, while what is around it fails', () => {
  playShortForms(SURROUNDINGS);
});
