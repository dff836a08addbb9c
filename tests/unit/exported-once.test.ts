import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../src');

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|enum) ([\p{L}_$][\p{L}\d_$]*)/gmu;

/** By exported name the files of `src` that declare it; what a file hands on from another is no declaration. */
async function declarations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = (await readdir(source, { recursive: true })).filter((file) =>
    /(?<!\.test|\.testsuite)\.ts$/.test(file),
  );
  const found = await Promise.all(
    files.sort().map(async (file) => {
      const names = [...(await readFile(join(source, file), 'utf8')).matchAll(EXPORTED)].map(([, name = '']) => name);
      return [...new Set(names)].map((name) => ({ name, file }));
    }),
  );
  const byName = Map.groupBy(found.flat(), ({ name }) => name);
  return new Map([...byName].map(([name, places]) => [name, places.map(({ file }) => file)]));
}

it('no name stands for two things: none is exported from two files of src', async () => {
  const all = await declarations();
  expect(all.size).toBeGreaterThan(1_000);
  const twice = [...all].filter(([, files]) => files.length > 1);
  expect(Object.fromEntries(twice)).toEqual({});
});
