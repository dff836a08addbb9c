import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledPrompt, PROMPT_FORMS, problemsOfPrompt } from './prompt-template.ts';

const CODER = PROMPT_FORMS.implement_feature;
const PARTS = { feature: 'A cart', test_path: 'e2e/a.ts', feedback: '', project_test: 'npm test', rules: '- none' };

describe('a prompt of one’s own', () => {
  it('has its parts put in place, as often as it names them', () => {
    expect(filledPrompt<'implement_feature'>('Do {{feature}} ({{ test_path }}), {{feature}}!', PARTS)).toBe(
      'Do A cart (e2e/a.ts), A cart!',
    );
  });

  it('has to name the feature and the test', () => {
    expect(problemsOfPrompt(CODER, 'Do it.')).toEqual(['must name {{feature}}', 'must name {{test_path}}']);
    expect(problemsOfPrompt(CODER, '{{feature}} {{test_path}}')).toEqual([]);
  });

  it('names nothing that there is not, and is told what there is', () => {
    expect(problemsOfPrompt(CODER, '{{feature}} {{test_path}} {{fetaure}} {{fetaure}} {{}}')).toEqual([
      'names {{fetaure}}, which is none of {{feature}}, {{test_path}}, {{feedback}}, {{project_test}}, {{rules}}',
      'names {{}}, which is none of {{feature}}, {{test_path}}, {{feedback}}, {{project_test}}, {{rules}}',
    ]);
    expect(filledPrompt<'implement_feature'>('{{fetaure}}', PARTS)).toBe('{{fetaure}}');
  });

  it('takes what somebody wrote into a feature as it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CODER.parts),
        fc.string(),
        fc.constantFrom('{{rules}}', '$&', '$1'),
        (part, text, trap) => {
          const said = `${text}${trap}`;
          expect(filledPrompt<'implement_feature'>(`a {{${part}}} b`, { ...PARTS, [part]: said })).toBe(`a ${said} b`);
        },
      ),
    );
  });
});
