import fc from 'fast-check';
import type {
  Assertion,
  ElementKind,
  ElementState,
  Feature,
  PageText,
  Step,
  Target,
} from '../../../../feature/step.ts';

const KINDS: readonly ElementKind[] = [
  ...([
    'any',
    'text',
    'message',
    'error',
    'heading',
    'button',
    'link',
    'field',
    'checkbox',
    'radio',
    'option',
    'list',
    'item',
    'row',
  ] as const),
  ...([
    'table',
    'cell',
    'image',
    'dialog',
    'alert',
    'tab',
    'menu',
    'menuitem',
    'region',
    'navigation',
    'form',
    'frame',
  ] as const),
];
const STATES: readonly ElementState[] = [
  'visible',
  'hidden',
  'enabled',
  'disabled',
  'checked',
  'unchecked',
  'focused',
  'unfocused',
  'empty',
  'filled',
];

/** What people type, what attackers type, and whatever else fits into a string. */
export const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '$',
      '{',
      '}',
      '/',
      '*',
      '\n',
      '\r',
      '\t',
      '\u2028',
      '\ud83d',
      '\u202e',
      'Ä',
      ' ',
    ),
  }),
  fc.constantFrom(
    "'); evil(); ('",
    '${evil()}',
    '*/ evil() /*',
    '\\',
    "\\\\'",
    'a\nevil()',
    '\u2028evil()',
    'Grüße 🎉',
    '</script>',
    '/; evil(); /',
    '[',
    '\\',
  ),
);
const text: fc.Arbitrary<PageText> = fc.record({ value: words, exact: fc.boolean() });
const comparison = fc.constantFrom('is', 'contains', 'starts-with', 'ends-with');

const { target } = fc.letrec<{ target: Target }>((again) => ({
  target: fc.record(
    {
      kind: fc.constantFrom(...KINDS),
      name: text,
      position: fc.constantFrom(1, 2, 7, -1, -2),
      within: fc.option(again('target'), { nil: { kind: 'row' as const }, depthSize: 'small' }),
    },
    { requiredKeys: ['kind'] },
  ),
}));

const nativeDialog = fc.record(
  { kind: fc.constant('browser-dialog'), name: text },
  { requiredKeys: ['kind'] },
) as fc.Arbitrary<Target>;

const interaction = fc.oneof(
  fc.record({ kind: fc.constant('open'), location: words }),
  fc.record({ kind: fc.constantFrom('reload', 'go-back') }),
  fc.record({ kind: fc.constant('click'), target, times: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constantFrom('hover', 'clear', 'check', 'uncheck'), target }),
  fc.record({ kind: fc.constant('fill'), target, value: words }),
  fc.record({ kind: fc.constant('select'), target, option: text }),
  fc.record({ kind: fc.constant('press'), key: words, target }),
  fc.record({ kind: fc.constant('press'), key: words }),
  fc.record({
    kind: fc.constant('answer'),
    target: nativeDialog,
    answer: fc.constantFrom('accept', 'dismiss'),
    entered: words,
  }),
  fc.record({ kind: fc.constant('fill'), target: nativeDialog, value: words }),
  fc.record({
    kind: fc.constant('click'),
    target: fc.record({
      kind: fc.constantFrom('any', 'button'),
      name: fc.constantFrom('OK', 'Cancel').map((value) => ({ value, exact: true })),
      within: fc.oneof(nativeDialog, fc.record({ kind: fc.constant('alert'), name: text })),
    }),
    times: fc.constant(1),
  }),
  fc.record({ kind: fc.constant('switch-tab'), tab: fc.constantFrom('new', 'first') }),
  fc.record({ kind: fc.constant('close-tab') }),
  fc.record({
    kind: fc.constant('choose-file'),
    target,
    files: fc.array(
      words.map((name) => `f${name.replace(/[\\/.]/g, '')}`),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

const assertion: fc.Arbitrary<Assertion> = fc.oneof(
  fc.record({ kind: fc.constantFrom('see', 'not-see'), target: fc.oneof(target, nativeDialog) }),
  fc.record({ kind: fc.constant('status'), status: fc.integer({ min: 100, max: 599 }) }),
  fc.record({ kind: fc.constant('state'), target, state: fc.constantFrom(...STATES) }),
  fc.record({
    kind: fc.constant('value'),
    target,
    comparison,
    value: words,
    anyCase: fc.boolean(),
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('text'),
    target: fc.oneof(target, nativeDialog),
    comparison,
    text,
    negated: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('count'),
    target,
    comparison: fc.constantFrom('exactly', 'at-least', 'at-most'),
    count: fc.nat(),
  }),
  fc.record({ kind: fc.constant('url'), comparison, value: words, negated: fc.boolean() }),
  fc.record({ kind: fc.constant('title'), comparison, text }),
);

const step = fc.oneof(
  fc.record({ sentence: words, line: fc.nat(), does: fc.record({ type: fc.constant('interaction'), interaction }) }),
  fc.record({ sentence: words, line: fc.nat(), does: fc.record({ type: fc.constant('assertion'), assertion }) }),
) as fc.Arbitrary<Step>;

const alwaysAsserts: Step = {
  sentence: 'the title is x',
  line: 1,
  does: { type: 'assertion', assertion: { kind: 'title', comparison: 'is', text: { value: 'x', exact: true } } },
};

/** Any feature that asserts something, whatever its words are. */
export const anyFeature: fc.Arbitrary<Feature> = fc.record({
  name: words,
  form: fc.constantFrom('gherkin', 'english'),
  scenarios: fc.array(
    fc.record({ name: words, steps: fc.array(step, { maxLength: 8 }).map((steps) => [...steps, alwaysAsserts]) }),
    { minLength: 1, maxLength: 3 },
  ),
});
