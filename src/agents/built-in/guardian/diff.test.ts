import { describe, expect, it } from 'vitest';
import { addedLinesOf, unquotePath } from './patch.ts';
import { parseRawDiff } from './raw-diff.ts';

const patch = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('the added lines of a patch', () => {
  it('carry their line in the new file, over several hunks', () => {
    const text = patch(
      '--- a/a.js',
      '+++ b/a.js',
      '@@ -1,0 +2 @@ head',
      '+two',
      '@@ -9,2 +11,2 @@',
      '-x',
      '-y',
      '+X',
      '+Y',
    );
    expect(addedLinesOf(text).get('a.js')).toEqual([
      { number: 2, text: 'two' },
      { number: 11, text: 'X' },
      { number: 12, text: 'Y' },
    ]);
  });
  it('count context lines too', () => {
    const text = patch('--- a/a', '+++ b/a', '@@ -1,2 +1,3 @@', ' one', '+two', ' three');
    expect(addedLinesOf(text).get('a')).toEqual([{ number: 2, text: 'two' }]);
  });
  it('may look like headers without being taken for one', () => {
    const text = patch(
      '--- a/a',
      '+++ b/a',
      '@@ -0,0 +1,2 @@',
      '+++ b/other',
      '+@@ -1 +1 @@',
      '--- a/b',
      '+++ b/b',
      '@@ -0,0 +1 @@',
      '+q',
    );
    expect([...addedLinesOf(text)]).toEqual([
      [
        'a',
        [
          { number: 1, text: '++ b/other' },
          { number: 2, text: '@@ -1 +1 @@' },
        ],
      ],
      ['b', [{ number: 1, text: 'q' }]],
    ]);
  });
  it('end where a file has no newline at its end', () => {
    const mark = '\\ No newline at end of file';
    const text = patch('--- a/a', '+++ b/a', '@@ -1 +1,2 @@', '-x', mark, '+x', '+y', mark);
    expect(
      addedLinesOf(text)
        .get('a')
        ?.map(({ number }) => number),
    ).toEqual([1, 2]);
  });
  it('of a deleted file are none', () => {
    expect([...addedLinesOf(patch('--- a/a', '+++ /dev/null', '@@ -1 +0,0 @@', '-x'))]).toEqual([]);
  });
});

describe('a path in a patch', () => {
  it.each([
    ['b/plain.js', 'b/plain.js'],
    ['b/with space.js\t', 'b/with space.js'],
    ['"b/quo\\"te.js"', 'b/quo"te.js'],
    ['"b/new\\nline\\ttab\\\\.js"\t', 'b/new\nline\ttab\\.js'],
    ['"b/bell\\007\\001"', 'b/bell\x07\x01'],
    ['"b/ä\\"ö"', 'b/ä"ö'],
  ])('%s is read as it is named', (quoted, path) => {
    expect(unquotePath(quoted)).toBe(path);
  });
});

describe('the raw form of a diff', () => {
  const blob = 'd32da33eed97ecea50eaeb5d34807e01bcfbffcc';
  const none = '0'.repeat(40);
  const of = (...fields: string[]) => parseRawDiff(`${fields.join('\0')}\0`);

  it('gives kind, modes and counts of each file', () => {
    expect(of(`:100644 100755 ${none} ${blob} M`, 'a\nb.js', '3\t1\ta\nb.js')).toEqual([
      {
        kind: 'modified',
        path: 'a\nb.js',
        previous_mode: '100644',
        mode: '100755',
        previous_blob: none,
        blob,
        binary: false,
        lines_added: 3,
        lines_deleted: 1,
      },
    ]);
  });
  it('gives both paths of a renamed file, and only the new one of a copy', () => {
    const fields = [
      `:100644 100644 ${blob} ${blob} R100`,
      'old',
      'new',
      `:100644 100644 ${blob} ${blob} C90`,
      'x',
      'y',
    ];
    expect(of(...fields, '0\t0\t', 'old', 'new', '1\t0\t', 'x', 'y')).toMatchObject([
      { kind: 'renamed', path: 'new', previous_path: 'old', lines_added: 0 },
      { kind: 'added', path: 'y', lines_added: 1 },
    ]);
  });
  it('marks binary files', () => {
    expect(of(`:000000 100644 ${none} ${blob} A`, 'a.bin', '-\t-\ta.bin')).toMatchObject([
      { kind: 'added', binary: true, lines_added: 0 },
    ]);
  });
  it('of no change is empty', () => {
    expect(parseRawDiff('')).toEqual([]);
  });
  it.each([[':100644 100644 a b X', 'p'], ['what is this']])(
    'is refused when it is of an unknown form: %s',
    (...fields) => {
      expect(() => of(...fields)).toThrow(/unknown/);
    },
  );
});
