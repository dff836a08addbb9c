/** What a file is checked with: its own text, and the text of all that it imports, as far as that is the checkout's. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path/posix';

/** Files whose declarations hold wherever they are not imported. */
const AMBIENT = /\.d\.[cm]?ts$/u;

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"\n]+)['"]/gu;

/** The paths that a text imports by a relative path, as paths of the checkout; types and what is imported late included. */
function importsOf(path: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORTED)].map(([, specifier = '']) => join(dirname(path), specifier));
}

/**
 * A digest a file, which is another as soon as the file, anything it imports however indirectly, an ambient declaration, or
 * `common` is another. `files` are texts by their path in the checkout.
 */
export function importDigests(files: ReadonlyMap<string, string>, common: string): ReadonlyMap<string, string> {
  const own = new Map([...files].map(([path, text]) => [path, digestOf([path, text])]));
  const imports = new Map([...files].map(([path, text]) => [path, importsOf(path, text)]));
  const ambient = [...own].filter(([path]) => AMBIENT.test(path)).map(([, digest]) => digest);
  const digest = (path: string): string => {
    const reached = new Set([path]);
    // A set is walked to its end, also where that moves away.
    for (const each of reached) for (const imported of imports.get(each) ?? []) reached.add(imported);
    const parts = [...reached].map((each) => own.get(each) ?? `${each} is not there`);
    return digestOf([common, ...ambient, path, ...parts.sort()]);
  };
  return new Map([...files.keys()].map((path) => [path, digest(path)]));
}

function digestOf(parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest('base64url');
}
