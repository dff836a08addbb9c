import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readFeature } from './read-feature.ts';
import type { Assertion, Interaction, Step, Target } from './step.ts';

/** Properties take many runs, and the processors may be busy with other suites. */
vi.setConfig({ testTimeout: 60_000 });

/** What a sentence is meant to say, whatever words it is put in. */
interface Meant {
  readonly denied: boolean;
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

const meant: fc.Arbitrary<Meant> = fc.record({
  denied: fc.boolean(),
  kind: fc.constantFrom('button', 'link', 'field', 'checkbox', 'heading', 'row', 'list', 'dialog'),
  name: fc.constantFrom('Save', 'Email', 'Cart', 'Anna'),
  value: fc.constantFrom('teapot', 'Germany', '5.00'),
});

/** Sentences of that meaning; most of them say it in a way, or with words, that are not read. */
const EXPECTING: readonly ((meant: Meant) => string)[] = [
  ({ denied, kind, name }) => `I ${denied ? 'do not see' : 'see'} the ${kind} "${name}" immediately`,
  ({ denied, kind, name }) => `the "${name}" ${kind} is ${denied ? 'not ' : ''}shown correctly`,
  ({ denied, kind, name, value }) => `the "${name}" ${kind} should ${denied ? 'not ' : ''}somehow contain "${value}"`,
  ({ denied, kind, name, value }) => `the "${name}" ${kind} ${denied ? 'does not have' : 'has'} the value "${value}"`,
  ({ denied, kind, name, value }) => `I ${denied ? 'cannot see' : 'can see'} "${value}" inside of my "${name}" ${kind}`,
  ({ denied, kind, name, value }) => `I ${denied ? 'no longer see' : 'see'} "${value}" as the "${name}" ${kind}`,
  ({ denied, kind, name }) => `the ${kind} "${name}" ${denied ? 'closes' : 'opens'}`,
  ({ denied, kind, name }) => `verify the ${kind} "${name}" is ${denied ? 'gone' : 'there'} for the user`,
  ({ denied, name, value }) => `there ${denied ? 'is no' : 'is a'} ${name} message "${value}" right now`,
  ({ denied, name }) => `I ${denied ? 'do not see' : 'see'} a ${name} error`,
  ({ denied, name }) => `I should ${denied ? 'not ' : ''}see ".${name}"`,
];
const DOING: readonly ((meant: Meant) => string)[] = [
  ({ kind, name }) => `click the ${kind} "${name}" twice`,
  ({ kind, name }) => `check the ${kind} "${name}" quickly`,
  ({ name, value }) => `enter "${name}" as "${value}"`,
  ({ name, value }) => `set the value "${value}" to "${name}"`,
  ({ kind, name, value }) => `enter "${value}" into the ${kind} "${name}" carefully`,
  ({ name, value }) => `select "${name}" as "${value}"`,
  ({ name }) => `click "#${name}"`,
  ({ kind, name }) => `press my ${kind} "${name}"`,
  ({ name }) => `reload the page "${name}"`,
  ({ kind, name }) => `double-click my ${kind} "${name}"`,
  ({ kind, name }) => `close the ${kind} "${name}"`,
  ({ kind, name, value }) => `move the ${kind} "${name}" to "${value}"`,
  ({ kind, name, value }) => `drag the ${kind} "${name}" to "${value}"`,
];

/** The steps of the nearest form of a sentence that is refused; undefined where it is read. */
function nearestSteps(sentence: string): readonly Step['does'][] | undefined {
  const reading = readFeature(`${sentence}\n\nI see "the end"`);
  if (reading.ok) return undefined;
  const nearest = readFeature(`${reading.refusals[0]?.nearest ?? ''}\n\nI see "the end"`);
  if (!nearest.ok) throw new Error(`the nearest form of ${sentence} is refused: ${reading.refusals[0]?.nearest ?? ''}`);
  return nearest.feature.scenarios.flatMap(({ steps }) => steps.map(({ does }) => does)).slice(0, -1);
}

const isDenied = (assertion: Assertion): boolean =>
  assertion.kind === 'not-see' ||
  (assertion.kind === 'state' && assertion.state === 'hidden') ||
  ('negated' in assertion && assertion.negated);

const targetOf = (does: Step['does']): Target | undefined => {
  const about: Assertion | Interaction = does.type === 'assertion' ? does.assertion : does.interaction;
  return 'target' in about ? about.target : undefined;
};

/** Everything that a step names, from the thing outwards, with what is said of it. */
function named(does: Step['does']): readonly { kind: string; text: string }[] {
  const about: Assertion | Interaction = does.type === 'assertion' ? does.assertion : does.interaction;
  const values = [
    'value' in about ? about.value : undefined,
    'text' in about ? about.text.value : undefined,
    'option' in about ? about.option.value : undefined,
  ].flatMap((text) => (text === undefined ? [] : [{ kind: 'value', text }]));
  const targets: { kind: string; text: string }[] = [];
  for (let target = targetOf(does); target !== undefined; target = target.within) {
    if (target.name !== undefined) targets.push({ kind: target.kind, text: target.name.value });
  }
  return [...targets, ...values];
}

describe('the nearest form of a sentence that is refused', () => {
  it('denies what was denied, and nothing else', () => {
    fc.assert(
      fc.property(meant, fc.constantFrom(...EXPECTING), (asked, say) => {
        for (const does of nearestSteps(say(asked)) ?? []) {
          expect(does.type === 'assertion' && isDenied(does.assertion)).toBe(asked.denied);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('does what was to be done, or leaves open what is done with it', () => {
    fc.assert(
      fc.property(meant, fc.constantFrom(...DOING), (asked, say) => {
        const sentence = say(asked);
        for (const does of nearestSteps(sentence) ?? []) {
          const checks = sentence.startsWith('check') && does.type === 'assertion';
          const open = named(does).every(({ text }) => text === '…');
          expect(does.type === 'interaction' || checks || open).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('calls what was named by its own kind, and takes no value for a name', () => {
    fc.assert(
      fc.property(meant, fc.constantFrom(...EXPECTING, ...DOING), (asked, say) => {
        const sentence = say(asked);
        for (const { kind, text } of (nearestSteps(sentence) ?? []).flatMap(named)) {
          if (text === asked.name && sentence.includes(`"${asked.name}" ${asked.kind}`)) expect(kind).toBe(asked.kind);
          if (text === asked.name && sentence.includes(`${asked.kind} "${asked.name}"`)) expect(kind).toBe(asked.kind);
          if (text === asked.value) expect(['value', 'any', 'text', 'message', 'error']).toContain(kind);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says all that was quoted, or leaves open what it leaves out', () => {
    fc.assert(
      fc.property(meant, fc.constantFrom(...EXPECTING, ...DOING), (asked, say) => {
        const sentence = say(asked);
        const all = (nearestSteps(sentence) ?? []).flatMap(named).map(({ text }) => text);
        const quoted = [asked.name, asked.value].filter((text) => sentence.includes(`"${text}"`));
        const said = quoted.filter((text) => all.includes(text));
        const open = all.filter((text) => text === '…').length;
        if (said.length > 0) expect(open).toBeGreaterThanOrEqual(quoted.length - said.length);
      }),
      { numRuns: 400 },
    );
  });
});
