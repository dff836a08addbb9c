import { describe, expect, it } from 'vitest';
import type { Feature, Interaction } from '../../../../feature/step.ts';
import { maySideBySide } from './side-by-side.ts';

const open: Interaction = { kind: 'open', location: '/' };
const click: Interaction = { kind: 'click', target: { kind: 'button' }, times: 1 };

const feature = (...scenarios: readonly (readonly Interaction[])[]): Feature => ({
  name: 'A',
  form: 'gherkin',
  scenarios: scenarios.map((interactions, at) => ({
    name: String(at),
    steps: [
      ...interactions.map((interaction) => ({
        sentence: interaction.kind,
        line: 1,
        does: { type: 'interaction', interaction } as const,
      })),
      {
        sentence: 'I see',
        line: 2,
        does: { type: 'assertion', assertion: { kind: 'see', target: { kind: 'any' } } } as const,
      },
    ],
  })),
});

describe('scenarios', () => {
  it('that may change what all visitors see run in their order', () => {
    expect(maySideBySide(feature([open], [open, click]), 'shared')).toBe(false);
  });

  it('run side by side on a site that keeps its visitors apart', () => {
    expect(maySideBySide(feature([open], [open, click]), 'per_visitor')).toBe(true);
  });

  it('that only look run side by side on any site', () => {
    expect(maySideBySide(feature([open], [open, { kind: 'reload' }]), 'shared')).toBe(true);
  });

  it('are alone where there is one', () => {
    expect(maySideBySide(feature([open]), 'per_visitor')).toBe(false);
  });
});
