import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { anyFeature, words } from './any-feature.testsuite.ts';
import { pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import { writeTest } from './write-test.ts';

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
  ...['beforeAll', 'teach', 'naming', 'errors', 'contentFrame', 'at', 'firstTab', 'close'],
  ...[
    'find',
    'findExpected',
    'howMany',
    'expectNone',
    'opened',
    'answer',
    'expectWorking',
    'named',
    'like',
    'textIn',
    'message',
  ],
  ...['shown', 'isEmpty', 'tick', 'choose', 'chooseFiles', 'browserDialogs', 'newTab'],
  ...['dialogs', 'answered', 'during', 'enter', 'accept', 'dismiss', 'press', 'expectSaid', 'expectNotSaid'],
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
    'toBe',
    'toMatch',
  ],
  ...['configure', 'mode'],
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
        anyFeature,
        fc.constantFrom('https://shop.example', 'http://localhost:8080/shop'),
        fc.constantFrom('per_visitor' as const, 'shared' as const),
        (asked, targetUrl, siteState) => {
          const source = writeTest(asked, { taskId: 'chimera-000000000000', targetUrl, siteState });
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
