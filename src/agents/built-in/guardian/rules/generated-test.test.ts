import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../change.ts';
import { generatedTest } from './generated-test.ts';
import { changed, subjectOf } from '../../../../../tests/support/review-subject.ts';

const test = 'tests/e2e/chimera/cart.spec.ts';
const messages = (...files: ChangedFile[]): string[] => generatedTest(subjectOf(files)).map(({ message }) => message);

describe('generated-test', () => {
  it('says nothing when the test is as it was written', () => {
    expect(messages(changed({ path: 'src/a.js' }))).toEqual([]);
  });
  it.each<[string, ChangedFile, string]>([
    ['changed', changed({ path: test }), 'was changed'],
    ['deleted', changed({ path: test, kind: 'deleted' }), 'was deleted'],
    ['made executable', changed({ path: test, mode: '100755', added: [] }), 'was changed'],
    ['renamed', changed({ path: 'a.ts', previous_path: test, kind: 'renamed' }), 'was renamed to a.ts'],
  ])('refuses a test that was %s', (_, file, expected) => {
    expect(messages(file)).toEqual([expect.stringContaining(expected)]);
  });
  it('guards what came with the test as well', () => {
    const generated = new Set([test, 'tests/e2e/chimera/upload.txt']);
    const subject = subjectOf([changed({ path: 'tests/e2e/chimera/upload.txt' })], { generated });
    expect(generatedTest(subject)).toMatchObject([{ severity: 'ERROR', file: 'tests/e2e/chimera/upload.txt' }]);
  });
  it('refuses a branch without the commit that adds the test', () => {
    const subject = subjectOf([changed({ path: 'src/a.js' })], { descends_from_test: false });
    expect(generatedTest(subject)).toMatchObject([{ severity: 'ERROR', file: test }]);
  });
  it.each([
    ['playwright.config.ts', "  testIgnore: '**/chimera/**',", true],
    ['web/playwright.ci.config.mjs', '  grep: /@smoke/,', true],
    ['playwright.config.ts', '  retries: 1,', false],
    ['src/search.ts', 'export const grep = 1;', false],
    ['tests/e2e/chimera/other.spec.ts', "test.only('x', f)", true],
    ['tests/e2e/other.spec.ts', "test.only('x', f)", false],
  ])('%s with %s keeps the test from running: %s', (path, text, expected) => {
    const found = generatedTest(subjectOf([changed({ path, added: [{ number: 7, text }] })]));
    expect(found.map(({ file, line }) => [file, line])).toEqual(expected ? [[path, 7]] : []);
  });
});
