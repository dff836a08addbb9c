import { describe, expect, it } from 'vitest';
import type { AddedLine, ChangedFile } from '../change.ts';
import { changeSize } from './change-size.ts';
import { conflictMarker } from './conflict-marker.ts';
import { emptyChange } from './empty-change.ts';
import { forbiddenPath } from './forbidden-path.ts';
import { leavingLink, staysInside } from './link.ts';
import { changed, policyOf, subjectOf } from '../../../../../tests/support/review-subject.ts';

const lines = (...texts: string[]): readonly AddedLine[] => texts.map((text, at) => ({ number: 10 + at, text }));

describe('empty-change', () => {
  it('refuses a change of nothing but the generated test', () => {
    expect(emptyChange(subjectOf([]))).toMatchObject([{ rule: 'empty-change', severity: 'ERROR' }]);
  });
  it('accepts any other change', () => {
    expect(emptyChange(subjectOf([changed({ path: 'a.js' })]))).toEqual([]);
  });
});

describe('change-size', () => {
  const policy = { max_files_changed: 2, max_lines_changed: 10 };
  const of = (...files: ChangedFile[]): string[] => changeSize(subjectOf(files), policy).map(({ message }) => message);

  it('accepts a change at both limits, and does not count the generated test', () => {
    expect(of(changed({ path: 'a', lines_added: 6, lines_deleted: 3 }), changed({ path: 'b' }))).toEqual([]);
  });
  it('refuses one file too many', () => {
    expect(of(...['a', 'b', 'c'].map((path) => changed({ path })))).toEqual([
      'The change touches 3 files; the project allows 2.',
    ]);
  });
  it('refuses one line too many, counting deleted ones', () => {
    expect(of(changed({ path: 'a', lines_added: 6, lines_deleted: 5 }))).toEqual([
      'The change touches 11 lines; the project allows 10.',
    ]);
  });
  it('does not count the lines of lock files', () => {
    expect(of(changed({ path: 'web/package-lock.json', lines_added: 5_000 }))).toEqual([]);
  });
  it('refuses a change whose content was too large to be read', () => {
    const subject = subjectOf([], { change: { files: [changed({ path: 'a' })], content_read: false } });
    expect(changeSize(subject, policy)).toMatchObject([{ severity: 'ERROR', rule: 'change-size' }]);
  });
});

describe('forbidden-path', () => {
  const of = (file: ChangedFile): readonly (string | undefined)[] =>
    forbiddenPath(subjectOf([file]), policyOf({ forbidden_paths: ['.github/**', '**/.env', '**/*.pem'] })).map(
      (finding) => finding.file,
    );

  it.each<[string, ChangedFile, string[]]>([
    ['a file below a forbidden folder', changed({ path: '.github/workflows/ci.yml' }), ['.github/workflows/ci.yml']],
    ['a dot file at the root', changed({ path: '.env' }), ['.env']],
    ['a dot file in a folder', changed({ path: 'web/.env' }), ['web/.env']],
    ['another case', changed({ path: 'KEY.PEM' }), ['KEY.PEM']],
    ['a deleted file', changed({ path: '.env', kind: 'deleted' }), ['.env']],
    ['a rename from', changed({ path: 'x.txt', previous_path: 'x.pem', kind: 'renamed' }), ['x.pem']],
    ['a rename to', changed({ path: 'x.pem', previous_path: 'x.txt', kind: 'renamed' }), ['x.pem']],
    ['a change of mode only', changed({ path: '.env', mode: '100755', lines_added: 0, added: [] }), ['.env']],
    ['a link in its place', changed({ path: '.env', mode: '120000', kind: 'type_changed' }), ['.env']],
    ['a path like it', changed({ path: 'github/ci.yml' }), []],
    ['an ordinary file', changed({ path: 'src/a.js' }), []],
  ])('judges %s', (_, file, expected) => {
    expect(of(file)).toEqual(expected);
  });
  it('says how the file is touched', () => {
    const file = changed({ path: '.env', mode: '100755', lines_added: 0, added: [] });
    expect(forbiddenPath(subjectOf([file]), policyOf())[0]?.message).toContain('given the mode 100755');
  });
  it('makes an exception of what the project allows by name', () => {
    const policy = policyOf({ forbidden_paths: ['.github/**'], allowed_paths: ['.github/labels.yml'] });
    const files = ['.github/labels.yml', '.github/ci.yml'].map((path) => changed({ path }));
    expect(forbiddenPath(subjectOf(files), policy).map(({ file }) => file)).toEqual(['.github/ci.yml']);
  });
});

describe('leaving-link', () => {
  it.each([
    ['link', 'src/a.js', true],
    ['web/link', '../src/a.js', true],
    ['web/link', './a.js', true],
    ['web/link', '..', true],
    ['link', '..', false],
    ['web/link', '../../etc/passwd', false],
    ['link', '/etc/passwd', false],
    ['link', 'a/../../b', false],
    ['web/link', 'a/../b', false],
    ['link', '.git/config', false],
    ['web/link', '../.git', false],
    ['link', '.github', true],
    ['link', '', false],
  ])('%s to "%s" stays inside: %s', (path, target, expected) => {
    expect(staysInside(path, target)).toBe(expected);
  });
  it('finds a link out of the project and leaves one inside alone', () => {
    const out = changed({ path: 'out', mode: '120000', added: lines('/etc/passwd') });
    const inside = changed({ path: 'in', mode: '120000', added: lines('src') });
    expect(leavingLink(subjectOf([out, inside]))).toMatchObject([{ file: 'out', severity: 'ERROR' }]);
  });
  it('refuses a submodule', () => {
    expect(leavingLink(subjectOf([changed({ path: 'lib', mode: '160000' })]))).toMatchObject([{ file: 'lib' }]);
  });
});

describe('conflict-marker', () => {
  it.each([
    ['<<<<<<< HEAD', true],
    ['>>>>>>> feature', true],
    ['||||||| base', true],
    ['<<<<<<<', true],
    ['=======', false],
    ['<<<<<<<<<<', false],
    ['  <<<<<<< HEAD', false],
  ])('"%s" is one: %s', (text, expected) => {
    const found = conflictMarker(subjectOf([changed({ path: 'a.js', added: lines('x', text) })]));
    expect(found.map(({ line }) => line)).toEqual(expected ? [11] : []);
  });
});
