import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { slugOf, testPathFor } from './test-path.ts';

describe('a slug', () => {
  it.each([
    ['Wishlist', 'wishlist'],
    ['Größe & Übergröße: wählen!', 'grosse-ubergrosse-wahlen'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本語', 'feature'],
    ['', 'feature'],
    [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ])('of %j is %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});

describe('the path of a test', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'test-path-'));
    return () => rm(folder, { recursive: true, force: true });
  });
  const pathFor = (taskId: string): Promise<string> => testPathFor(folder, '.', 'Wishlist', taskId);

  it('is named by the feature', async () => {
    expect(await testPathFor(folder, 'tests/e2e', 'Wishlist', 'chimera-1')).toBe('tests/e2e/wishlist.spec.ts');
  });

  it('stays the same when its task tries again, and never is that of another task', async () => {
    await writeFile(path.join(folder, 'wishlist.spec.ts'), '// Feature: Wishlist\n// Task: chimera-1\n');
    expect(await pathFor('chimera-1')).toBe('wishlist.spec.ts');
    expect(await pathFor('chimera-2')).toBe('wishlist-2.spec.ts');
    expect(await pathFor('chimera-11')).toBe('wishlist-11.spec.ts');
  });
});
