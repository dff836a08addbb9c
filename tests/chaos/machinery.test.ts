import { describe } from 'vitest';
import { MACHINERY } from './scenarios/index.ts';
import { playShortForms } from './short-forms.ts';

describe('Chimera, while parts of it are taken away', () => {
  playShortForms(MACHINERY);
});
