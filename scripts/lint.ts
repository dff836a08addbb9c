/**
 * Lints what `eslint .` lints, but for files that passed before, with all that they import as it is now: many rules ask for
 * types, and those come from other files. `node scripts/lint.ts CACHE_FILE`; without a cache file everything is linted.
 */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { importDigests } from './import-digests.ts';

/** Digests that are kept: of the files of several states of several checkouts. */
const MOST_KEPT = 20_000;

/** Folders full of files that are not the checkout's own. */
const UNREAD = new Set(['node_modules', '.git', 'dist', 'coverage', '.mutation']);

const root = fileURLToPath(new URL('..', import.meta.url));
const [cacheFile] = process.argv.slice(2);

const eslint = new ESLint({ cwd: root });
const digests = await digestsOfLinted();
const passed = new Set(await passedBefore());
const linted = [...digests].filter(([, digest]) => !passed.has(digest)).map(([path]) => path);
const results = linted.length === 0 ? [] : await eslint.lintFiles(linted);

const clean = results.filter(({ messages }) => messages.length === 0).map(({ filePath }) => relative(root, filePath));
await keep(clean);
process.stdout.write(await (await eslint.loadFormatter('stylish')).format(results));
process.exitCode = results.some(({ errorCount }) => errorCount > 0) ? 1 : 0;

/** The digests of the files that have to pass, by their path in the checkout; they may import others. */
async function digestsOfLinted(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for await (const path of filesBelow('')) {
    if (/\.[cm]?[jt]s$/u.test(path)) texts.set(path, await readFile(join(root, path), 'utf8'));
  }
  const linted = new Map<string, string>();
  for (const [path, digest] of importDigests(texts, await common())) {
    if (!(await eslint.isPathIgnored(path))) linted.set(path, digest);
  }
  return linted;
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !UNREAD.has(path)) yield* filesBelow(path);
  }
}

/** What the result for any file depends on besides the files: the rules, the compiler's options, versions. */
async function common(): Promise<string> {
  const shared = [
    'eslint.config.js',
    'tsconfig.json',
    'package-lock.json',
    'scripts/lint.ts',
    'scripts/import-digests.ts',
  ];
  return [process.version, ...(await Promise.all(shared.map((path) => readFile(join(root, path), 'utf8'))))].join('\n');
}

async function passedBefore(): Promise<readonly string[]> {
  const text = cacheFile === undefined ? undefined : await readFile(cacheFile, 'utf8').catch(() => undefined);
  return text === undefined ? [] : text.split('\n');
}

/** Keeps that files passed, those of now last: the oldest are forgotten first. */
async function keep(clean: readonly string[]): Promise<void> {
  if (cacheFile === undefined) return;
  const now = new Set([...digests.values()].filter((digest) => passed.has(digest)));
  for (const path of clean) now.add(digests.get(path) ?? '');
  const kept = [...[...passed].filter((digest) => !now.has(digest)), ...now].slice(-MOST_KEPT);
  await mkdir(dirname(cacheFile), { recursive: true });
  await writeFile(`${cacheFile}.${process.pid}`, kept.join('\n'));
  await rename(`${cacheFile}.${process.pid}`, cacheFile);
}
