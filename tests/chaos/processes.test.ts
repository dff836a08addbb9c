import { describe } from 'vitest';
import { PROCESSES } from './scenarios/index.ts';
import { playShortForms } from './short-forms.ts';

describe('Chimera, while its processes are taken away', () => {
  playShortForms(PROCESSES);
});
