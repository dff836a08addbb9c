import { TerminalAgentError } from '../../../domain/failure.ts';
import type { Change, ReviewSubject } from './change.ts';
import type { GitReader, GitBytes } from './git.ts';
import { addedLinesOf } from './patch.ts';
import { parseRawDiff, type RawEntry } from './raw-diff.ts';
import { isTable, valueAt } from './manifests/manifest-form.ts';
import { readManifest } from './manifests/read-manifest.ts';
import { readBlobs, withContents } from './read-contents.ts';
import { LARGE_FILE_BYTES } from './whole-files.ts';

/** Above this many bytes in files that are small enough to be read, only names and sizes of a change are read. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

const SUBMODULE = '160000';
const NO_FILE = '000000';

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

// Each option overrules a setting that a repository's own configuration could make.
const DIFF = [
  '-c',
  `core.bigFileThreshold=${LARGE_FILE_BYTES}`,
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--find-renames',
  '--submodule=short',
  '--ignore-submodules=none',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-O/dev/null',
];

/** The commits of a review, and the generated test's path. */
export interface ReviewedCommits {
  readonly base_commit: string;
  readonly test_commit: string;
  readonly commit_sha: string;
  readonly test_path: string;
}

/**
 * Reads what a review looks at from the repository.
 * @throws {TerminalAgentError} when a commit is no full object name, or not in the repository.
 */
export async function readSubject(git: GitReader, bytes: GitBytes, commits: ReviewedCommits): Promise<ReviewSubject> {
  const { base_commit, test_commit, commit_sha, test_path } = commits;
  const unknown = [base_commit, test_commit, commit_sha].find((commit) => !COMMIT.test(commit));
  if (unknown !== undefined) throw new TerminalAgentError(`${JSON.stringify(unknown)} is not the name of a commit.`);
  const generated = await readEntries(git, base_commit, test_commit);
  const missing = await git(['rev-list', '--count', test_commit, `^${commit_sha}`, '--']);
  const changes = [await readChange(git, base_commit, commit_sha), await readChange(git, test_commit, commit_sha)];
  const [change, since_test] = (await withContents(bytes, changes)) as readonly [Change, Change];
  return {
    change,
    since_test,
    base_scripts: await readScripts(bytes, base_commit),
    descends_from_test: missing.trim() === '0',
    test_path,
    generated: new Set([test_path, ...generated.map((entry) => entry.path)]),
  };
}

/** The change as text for people, three lines of context, without the content of large and binary files. */
export function patchText(git: GitReader, from: string, to: string): Promise<string> {
  return git([...DIFF, '-p', '--stat', '--irreversible-delete', from, to, '--']);
}

async function readChange(git: GitReader, from: string, to: string): Promise<Change> {
  const entries = await readEntries(git, from, to);
  const sizes = await readSizes(git, entries);
  const sized = entries.map((entry) => ({
    ...entry,
    previous_bytes: sizes.get(entry.previous_blob) ?? 0,
    bytes: sizes.get(entry.blob) ?? 0,
  }));
  const readable = sized.filter(({ bytes }) => bytes <= LARGE_FILE_BYTES);
  const contentRead = readable.reduce((sum, { bytes }) => sum + bytes, 0) <= MAX_READ_BYTES;
  const added = contentRead
    ? addedLinesOf(await git([...DIFF, '-p', '-U0', '--inter-hunk-context=0', '--irreversible-delete', from, to, '--']))
    : new Map<string, never>();
  return { files: sized.map((file) => ({ ...file, added: added.get(file.path) ?? [] })), content_read: contentRead };
}

async function readEntries(git: GitReader, from: string, to: string): Promise<readonly RawEntry[]> {
  return parseRawDiff(await git([...DIFF, '--raw', '--numstat', '-z', '--no-abbrev', from, to, '--']));
}

async function readSizes(git: GitReader, entries: readonly RawEntry[]): Promise<ReadonlyMap<string, number>> {
  const blobs = entries.flatMap(({ previous_mode, previous_blob, mode, blob }) => [
    ...(isFile(previous_mode) ? [previous_blob] : []),
    ...(isFile(mode) ? [blob] : []),
  ]);
  if (blobs.length === 0) return new Map();
  const sizes = await git(['cat-file', '--batch-check=%(objectname) %(objectsize)'], `${blobs.join('\n')}\n`);
  return new Map(
    sizes
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([name = '', size]) => [name, Number(size)]),
  );
}

function isFile(mode: string): boolean {
  return mode !== SUBMODULE && mode !== NO_FILE;
}

/** The scripts of the package.json at the root of a commit; none where there is none, or one that cannot be read. */
async function readScripts(bytes: GitBytes, commit: string): Promise<Readonly<Record<string, string>>> {
  const name = `${commit}:package.json`;
  const content = (await readBlobs(bytes, [name])).get(name);
  const manifest = content === undefined ? undefined : readManifest(Buffer.from(content).toString('utf8'), 'json');
  const scripts = valueAt(manifest, ['scripts']);
  if (!isTable(scripts)) return {};
  return Object.fromEntries(
    Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
