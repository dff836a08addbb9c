import { describe } from 'vitest';
import { AGENTS } from './scenarios/index.ts';
import { playShortForms } from './short-forms.ts';

describe('Chimera, while its agents go wrong', () => {
  playShortForms(AGENTS);
});
