import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ADVISORY_LOCKS } from './advisory-locks.ts';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

/** The files of the product that take or give back advisory locks, by their path below src. */
async function lockers(): Promise<Map<string, string>> {
  const files = (await readdir(SOURCE, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !/\.(?:test|testsuite)\.ts$/.test(file),
  );
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(SOURCE, file), 'utf8')] as const),
  );
  return new Map(texts.filter(([, text]) => /advisory\w*_lock|advisory_unlock/i.test(text)));
}

it('no two locks have one number', () => {
  const numbers = Object.values(ADVISORY_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it('each lock is taken in one file, by its name, and no file has a number of its own', async () => {
  const found = await lockers();
  found.delete(join('persistence', 'advisory-locks.ts'));
  expect(found.size).toBeGreaterThan(0);
  const names = [...found].flatMap(([file, text]) => {
    const named = [...text.matchAll(/ADVISORY_LOCKS\.(\w+)/g)].map(([, name]) => name);
    expect(named, `${file} takes an advisory lock that has no name`).not.toEqual([]);
    expect(text, `${file} has a number that could be a lock's`).not.toMatch(/\b\d[\d_]{6,}\b/);
    expect(text, `${file} takes a lock by a number in the statement`).not.toMatch(/advisory\w*lock\(\s*\d/i);
    return [...new Set(named)];
  });
  expect(names.toSorted()).toEqual(Object.keys(ADVISORY_LOCKS).toSorted());
});
