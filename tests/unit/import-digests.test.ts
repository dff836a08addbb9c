import { describe, expect, it } from 'vitest';
import { importDigests } from '../../scripts/import-digests.ts';

const FILES = {
  'src/a.ts': "import { b } from './b.ts';\nexport const a = b;\n",
  'src/b.ts': "import type { C } from '../lib/c.ts';\nexport const b: C = 1;\n",
  'lib/c.ts': 'export type C = number;\n',
  'src/d.ts': "export const d = await import('./a.ts');\n",
  'src/e.ts': "import { f } from './f.ts';\nexport const e = f;\n",
  'src/f.ts': "import { e } from './e.ts';\nexport const f = e;\n",
  'src/g.d.ts': 'declare module "g" {}\n',
};

const digestsOf = (changed: Readonly<Record<string, string>>, common = 'rules') =>
  importDigests(new Map(Object.entries({ ...FILES, ...changed })), common);

/** The files whose digest is another when these are. */
function touchedBy(changed: Readonly<Record<string, string>>, common?: string): readonly string[] {
  const [before, after] = [digestsOf({}), digestsOf(changed, common)];
  return [...before].filter(([path, digest]) => after.get(path) !== digest).map(([path]) => path);
}

describe('the digest of a file with what it imports', () => {
  it('is the same for the same', () => {
    expect(touchedBy({})).toEqual([]);
  });

  it('is another when the file is, or what it imports, however indirectly, as a type or late', () => {
    expect(touchedBy({ 'lib/c.ts': 'export type C = 1;\n' })).toEqual(['src/a.ts', 'src/b.ts', 'lib/c.ts', 'src/d.ts']);
    expect(touchedBy({ 'src/d.ts': '' })).toEqual(['src/d.ts']);
  });

  it('follows files that import each other', () => {
    expect(touchedBy({ 'src/e.ts': "import { f } from './f.ts';\nexport const e = [f];\n" })).toEqual([
      'src/e.ts',
      'src/f.ts',
    ]);
  });

  it('is another when an imported file comes', () => {
    const without = importDigests(new Map([['src/a.ts', FILES['src/a.ts']]]), 'rules');
    const withIt = importDigests(
      new Map([
        ['src/a.ts', FILES['src/a.ts']],
        ['src/b.ts', ''],
      ]),
      'rules',
    );
    expect(without.get('src/a.ts')).not.toBe(withIt.get('src/a.ts'));
  });

  it('is another for every file when an ambient declaration is, or what all have in common', () => {
    const all = Object.keys(FILES);
    expect(touchedBy({ 'src/g.d.ts': 'declare module "h" {}\n' })).toEqual(all);
    expect(touchedBy({}, 'other rules')).toEqual(all);
  });
});
