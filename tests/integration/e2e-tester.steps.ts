import type {
  Assertion,
  ElementKind,
  Feature,
  Interaction,
  PageText,
  Scenario,
  Step,
  Target,
} from '../../src/feature/step.ts';

export const quoted = (value: string): PageText => ({ value, exact: true });
export const loose = (value: string): PageText => ({ value, exact: false });

export const target = (kind: ElementKind, name?: PageText, more: Omit<Target, 'kind' | 'name'> = {}): Target => ({
  kind,
  ...(name && { name }),
  ...more,
});

let line = 0;

export const does = (sentence: string, interaction: Interaction): Step => ({
  sentence,
  line: ++line,
  does: { type: 'interaction', interaction },
});

export const expects = (sentence: string, assertion: Assertion): Step => ({
  sentence,
  line: ++line,
  does: { type: 'assertion', assertion },
});

export const open = (location: string): Step => does(`I open ${location}`, { kind: 'open', location });
export const click = (what: Target): Step => does('I click it', { kind: 'click', target: what, times: 1 });
export const see = (what: Target): Step =>
  expects(`I see ${what.name?.value ?? what.kind}`, { kind: 'see', target: what });
export const notSee = (what: Target): Step =>
  expects(`I do not see ${what.name?.value ?? what.kind}`, { kind: 'not-see', target: what });

export const scenario = (name: string, ...steps: readonly Step[]): Scenario => ({ name, steps });
export const feature = (name: string, ...scenarios: readonly Scenario[]): Feature => ({
  name,
  form: 'gherkin',
  scenarios,
});
