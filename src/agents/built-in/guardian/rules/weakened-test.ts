import type { Finding } from '../../../../domain/phase-result.ts';
import type { ChangedFile } from '../change.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';
import { testLanguageOf } from '../test-code/languages.ts';
import { measureTests, NO_TESTS, type TestMeasure, type TestPlace } from '../test-code/measure.ts';
import { isSnapshot, isTestByName, isTestFile } from './test-files.ts';

/**
 * An ERROR for each existing file of tests that is deleted or loses its name as a test, and for each that loses test cases
 * or assertions, in which more of them cannot fail, or in which tests are switched off; and for every test that leaves the
 * others out. A WARNING, with their number, where assertions are changed and not fewer, and for what is off in new tests.
 *
 * It counts what looks like a test; what a test does it does not know.
 */
export function weakenedTest(files: readonly ChangedFile[]): readonly Finding[] {
  return files.flatMap((file): readonly Finding[] => {
    const { kind, path, previous_path: before = path } = file;
    if (isSnapshot(before)) return [];
    const measured = measuresOf(file);
    if (kind === 'added') return isTestFile(path) ? inNewTest(path, measured?.after ?? NO_TESTS) : [];
    const wasTest = isTestFile(before) || (before.endsWith('.rs') && measured?.before.cases.length !== 0);
    if (!wasTest) return [];
    if (kind === 'deleted') return [deleted(before, measured?.before ?? NO_TESTS)];
    if (isTestFile(before) && !isTestFile(path)) {
      return [error(before, `${before} is renamed to ${path}, which is no test by its name.`)];
    }
    return measured === undefined ? emptied(file) : compared(path, measured);
  });
}

interface Measures {
  readonly before: TestMeasure;
  readonly after: TestMeasure;
}

/** What a file held before and holds now; undefined where its language or its texts are not known. */
function measuresOf({ path, previous_path = path, texts }: ChangedFile): Measures | undefined {
  const [was, is] = [testLanguageOf(previous_path), testLanguageOf(path)];
  if (texts === undefined || was === undefined) return undefined;
  return {
    before: measureTests(texts.before ?? '', was),
    after: is === undefined ? NO_TESTS : measureTests(texts.after ?? '', is),
  };
}

function deleted(path: string, { cases, assertions }: TestMeasure): Finding {
  const held = cases.length + assertions.length > 0;
  if (held || isTestByName(path)) {
    return error(path, `${path} is deleted${held ? `, with ${counted(cases.length, assertions.length)}` : ''}.`);
  }
  return {
    rule: 'weakened-test',
    severity: 'WARNING',
    file: path,
    message: `${path}, which is among the tests, is deleted.`,
  };
}

function emptied({ path, texts }: ChangedFile): readonly Finding[] {
  const isEmpty = texts?.before !== undefined && texts.before.trim() !== '' && texts.after?.trim() === '';
  return isEmpty ? [error(path, `${path} is emptied.`)] : [];
}

function compared(path: string, { before, after }: Measures): readonly Finding[] {
  const cases = before.cases.length - after.cases.length;
  const assertions = before.assertions.length - after.assertions.length;
  const alwaysTrue = newIn(before.always_true, after.always_true);
  const off = newIn(before.off, after.off);
  return [
    ...(cases > 0 || assertions > 0 ? [fewer(path, { before, after })] : []),
    ...placed(path, alwaysTrue, 'assertions that cannot fail'),
    ...placed(path, off, 'tests that are switched off, or that leave others out'),
    ...(cases > 0 || assertions > 0 ? [] : changed(path, { before, after })),
  ];
}

function fewer(path: string, { before, after }: Measures): Finding {
  const [cases, assertions] = [before.cases.length, before.assertions.length];
  const left = counted(after.cases.length, after.assertions.length);
  const nothing = after.cases.length + after.assertions.length === 0;
  const commented = after.in_comments > before.in_comments ? '; some of them are commented out' : '';
  const what = nothing
    ? `nothing left of ${counted(cases, assertions)}`
    : `${left} left of ${counted(cases, assertions)}`;
  return error(path, `${path} has ${what}${commented}. Tests that were there have to stay.`);
}

function placed(path: string, places: readonly TestPlace[], what: string): readonly Finding[] {
  const [first] = places;
  if (first === undefined) return [];
  return [error(path, `${path} has ${places.length} new ${what} (${linesOf(places)}).`, first.line)];
}

function changed(path: string, { before, after }: Measures): readonly Finding[] {
  const gone = newIn(after.assertions, before.assertions).length;
  if (gone === 0) return [];
  const [first] = newIn(before.assertions, after.assertions);
  const all = before.assertions.length;
  const message = `${path} has ${gone} of its ${all} assertions changed: look whether what they ask now is right.`;
  const line = first === undefined ? {} : { line: first.line };
  return [{ rule: 'weakened-test', severity: 'WARNING', file: path, ...line, message }];
}

/** A test that leaves others out is an ERROR in a new file too: some runners then run no other file. */
function inNewTest(path: string, { off, always_true }: TestMeasure): readonly Finding[] {
  const leavesOut = off.filter(({ text }) => /\bonly\b|\bf(?:it|describe|context|test)\b|focus|solo/i.test(text));
  const rest = [...off.filter((place) => !leavesOut.includes(place)), ...always_true];
  const [first] = rest;
  const message = `${path} has ${rest.length} tests that are switched off, or assertions that cannot fail (${linesOf(rest)}).`;
  return [
    ...placed(path, leavesOut, 'tests that leave the others out'),
    ...(first === undefined
      ? []
      : [{ rule: 'weakened-test', severity: 'WARNING' as const, file: path, line: first.line, message }]),
  ];
}

function counted(cases: number, assertions: number): string {
  return `${cases} test case${cases === 1 ? '' : 's'} and ${assertions} assertion${assertions === 1 ? '' : 's'}`;
}

function linesOf(places: readonly TestPlace[]): string {
  const lines = places.slice(0, 5).map(({ line }) => line);
  return `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}${places.length > lines.length ? ', …' : ''}`;
}

function error(file: string, message: string, line?: number): Finding {
  const place = line === undefined ? {} : { line };
  return { rule: 'weakened-test', severity: 'ERROR', file, ...place, message: `${message} ${UNLESS_ALLOWED}` };
}

/** The items of `after` whose text `before` does not have, or not as often: one that only moved is none. */
function newIn<T extends { readonly text: string }>(
  before: readonly { readonly text: string }[],
  after: readonly T[],
): readonly T[] {
  const left = new Map<string, number>();
  for (const { text } of before) left.set(text, (left.get(text) ?? 0) + 1);
  return after.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
