import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type {
  Assertion,
  ElementKind,
  ElementState,
  Feature,
  Interaction,
  PageText,
  Step,
  Target,
} from '../../../../feature/step.ts';
import { pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import { writeTest } from './write-test.ts';

const KINDS: readonly ElementKind[] = [
  ...([
    'any',
    'text',
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
  'empty',
];

/** What people type, what attackers type, and whatever else fits into a string. */
const words = fc.oneof(
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

const interaction: fc.Arbitrary<Interaction> = fc.oneof(
  fc.record({ kind: fc.constant('open'), location: words }),
  fc.record({ kind: fc.constantFrom('reload', 'go-back') }),
  fc.record({ kind: fc.constant('click'), target, times: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constantFrom('hover', 'clear', 'check', 'uncheck'), target }),
  fc.record({ kind: fc.constant('fill'), target, value: words }),
  fc.record({ kind: fc.constant('select'), target, option: text }),
  fc.record({ kind: fc.constant('press'), key: words, target }),
  fc.record({ kind: fc.constant('press'), key: words }),
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
  fc.record({ kind: fc.constantFrom('see', 'not-see'), target }),
  fc.record({ kind: fc.constant('state'), target, state: fc.constantFrom(...STATES) }),
  fc.record({ kind: fc.constant('value'), target, comparison, value: words }),
  fc.record({ kind: fc.constant('text'), target, comparison, text }),
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

const feature: fc.Arbitrary<Feature> = fc.record({
  name: words,
  form: fc.constantFrom('gherkin', 'english'),
  scenarios: fc.array(
    fc.record({ name: words, steps: fc.array(step, { maxLength: 8 }).map((steps) => [...steps, alwaysAsserts]) }),
    { minLength: 1, maxLength: 3 },
  ),
});

const parse = (source: string): ts.SourceFile => ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2024, true);

/** What the parser itself has found; the public way to it builds a whole program for every file. */
const syntaxErrors = (
  file: ts.SourceFile & { readonly parseDiagnostics?: readonly ts.Diagnostic[] },
): readonly string[] => {
  if (file.parseDiagnostics === undefined) throw new Error('the parser does not tell its errors');
  return file.parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
};

/** Every regular expression in a node, compiled: the parser leaves their syntax alone. */
function compiledPatterns(node: ts.Node): readonly RegExp[] {
  const found: RegExp[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(child)) {
      const end = child.text.lastIndexOf('/');
      found.push(new RegExp(child.text.slice(1, end), child.text.slice(end + 1)));
    }
    child.forEachChild(visit);
  };
  visit(node);
  return found;
}

const VOCABULARY = new Set([
  ...['page', 'test', 'expect', 'describe', 'step', 'poll', 'not', 'goto', 'reload', 'goBack', 'keyboard', 'locator'],
  ...[
    'getByRole',
    'getByText',
    'filter',
    'or',
    'first',
    'last',
    'nth',
    'count',
    'name',
    'exact',
    'has',
    'hasText',
    'visible',
    'ignoreCase',
  ],
  ...['click', 'dblclick', 'hover', 'fill', 'clear', 'check', 'uncheck', 'press', 'setInputFiles'],
  ...['field', 'fileField', 'control', 'clickable', 'part', 'selectOption', 'chooseFiles'],
  ...[
    'toBeVisible',
    'toBeAttached',
    'toHaveCount',
    'toBeEnabled',
    'toBeDisabled',
    'toBeChecked',
    'toBeFocused',
    'toBeEmpty',
  ],
  ...[
    'toHaveValue',
    'toHaveText',
    'toContainText',
    'toHaveURL',
    'toHaveTitle',
    'toBeGreaterThanOrEqual',
    'toBeLessThanOrEqual',
  ],
]);

/** Every name used in the statement that holds the scenarios, whatever stands around it. */
function namesIn(node: ts.Node): readonly string[] {
  const own = ts.isIdentifier(node) ? [node.text] : [];
  const below: string[] = [];
  node.forEachChild((child) => {
    below.push(...namesIn(child));
  });
  return [...own, ...below];
}

describe('the source of a written test', () => {
  it('is valid TypeScript that says nothing but Playwright, whatever the feature says', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        feature,
        fc.constantFrom('https://shop.example', 'http://localhost:8080/shop'),
        (asked, targetUrl) => {
          const source = writeTest(asked, { taskId: 'chimera-000000000000', targetUrl });
          const file = parse(source);
          expect(syntaxErrors(file)).toEqual([]);
          expect(() => compiledPatterns(file)).not.toThrow();
          const [imports, describe, ...functions] = file.statements;
          expect(imports && ts.isImportDeclaration(imports)).toBe(true);
          expect(functions.every((statement) => ts.isFunctionDeclaration(statement))).toBe(true);
          expect(describe && namesIn(describe).filter((name) => !VOCABULARY.has(name))).toEqual([]);
          const tests = source.match(/^ {2}test\(/gm);
          expect(tests).toHaveLength(asked.scenarios.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives a text back as it was written, with no character that hides or reorders others', () => {
    fc.assert(
      fc.property(words, (value) => {
        const literal = stringLiteral(value);
        const statement = parse(`(${literal})`).statements[0];
        const expression = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
        expect(
          expression &&
            ts.isParenthesizedExpression(expression) &&
            ts.isStringLiteral(expression.expression) &&
            expression.expression.text,
        ).toBe(value);
        expect(literal).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('matches a text by its own words only, however the page breaks its lines', () => {
    fc.assert(
      fc.property(words, (value) => {
        const pattern = new RegExp(`^${regexLiteral(pageTextPattern(value)).slice(1, -1)}$`);
        expect(value.trim()).toMatch(pattern);
        expect(value.trim().replace(/\s+/gu, '\n  ')).toMatch(pattern);
        expect(`${value.trim()}x`).not.toMatch(pattern);
      }),
    );
  });
});
