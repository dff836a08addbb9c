import { describe } from 'vitest';
import { WORK } from './scenarios/index.ts';
import { playShortForms } from './short-forms.ts';

describe('Chimera, while the work itself goes wrong', () => {
  playShortForms(WORK);
});
