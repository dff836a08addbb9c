import { isDeepStrictEqual } from 'node:util';
import { expanded } from './key-changes.ts';
import { isTable, keyPaths, type Manifest, type ManifestForm, valueAt } from './manifest-form.ts';

/** A dependency that is not simply a version of the package of that name from the registry. */
export interface SourcedDependency {
  readonly path: readonly string[];
  /** Where it comes from, for people, without credentials. */
  readonly from: string;
  /** Whether resolving it runs a command. */
  readonly runs: boolean;
}

/** The dependencies of a manifest that are new or changed, and come from somewhere else than the registry. */
export function newlySourced(form: ManifestForm, before: Manifest, after: Manifest): readonly SourcedDependency[] {
  return keyPaths(form.dependencies)
    .flatMap((path) => expanded(path, [after]))
    .flatMap((path) => entriesOf(path, valueAt(before, path), valueAt(after, path)))
    .flatMap(({ path, spec }): readonly SourcedDependency[] => {
      const source = form.maps_paths === true && !isUrl(spec) ? undefined : sourceOf(spec);
      return source === undefined ? [] : [{ path, ...source }];
    });
}

interface Entry {
  readonly path: readonly string[];
  readonly spec: unknown;
}

/** The entries of a table or a list of dependencies that are not as they were. */
function entriesOf(path: readonly string[], before: unknown, after: unknown): readonly Entry[] {
  if (Array.isArray(after)) {
    const known = Array.isArray(before) ? before : [];
    return after
      .filter((spec) => typeof spec === 'string' && !known.includes(spec))
      .map((spec: string) => ({ path: [...path, nameIn(spec)], spec }));
  }
  if (!isTable(after)) return [];
  return Object.entries(after)
    .filter(([name, spec]) => !isDeepStrictEqual(spec, valueAt(before, [name])))
    .map(([name, spec]) => ({ path: [...path, name], spec }));
}

/** The name in a requirement such as `requests[socks] @ https://…`. */
function nameIn(requirement: string): string {
  return /^[\w.-]+/.exec(requirement.trim())?.[0] ?? requirement.slice(0, 80);
}

function isUrl(spec: unknown): boolean {
  return typeof spec === 'string' && /^https?:/i.test(spec);
}

type Source = Omit<SourcedDependency, 'path'>;

const TABLE_SOURCES: readonly (readonly [string, string])[] = [
  ['git', 'a git repository'],
  ['hg', 'a repository'],
  ['svn', 'a repository'],
  ['url', 'a URL'],
  ['path', 'a path'],
  ['file', 'a file'],
  ['registry', 'another registry'],
  ['registry-index', 'another registry'],
  ['index', 'another registry'],
  ['source', 'another registry'],
  ['package', 'a package of another name'],
];

function sourceOf(spec: unknown): Source | undefined {
  if (typeof spec === 'string') return sourceOfText(spec.trim());
  const variants = Array.isArray(spec) ? (spec as readonly unknown[]) : [spec];
  for (const variant of variants) {
    const kind = isTable(variant) ? TABLE_SOURCES.find(([key]) => Object.hasOwn(variant, key)) : undefined;
    if (kind === undefined) continue;
    const [key, what] = kind;
    return { from: `${what} (${shown(String(valueAt(variant, [key])))})`, runs: false };
  }
  return undefined;
}

const TEXT_SOURCES: readonly (readonly [RegExp, string])[] = [
  [/^(?:git|git\+[a-z]+|ssh|github|gitlab|bitbucket|gist):|^git@|\.git(?:#|$)|@\s*git\+/i, 'a git repository'],
  [/^https?:|@\s*(?:https?|ftp):/i, 'a URL'],
  [/^(?:file|link|portal):|^(?:\.{1,2}|~)?\/|^[a-z]:[\\/]|@\s*file:/i, 'a path'],
  [/^npm:(?!@?[\d^~<>=*xv])/i, 'a package of another name'],
  [/^[\w.-]+\/[\w.-]+(?:#|$)/, 'a git repository'],
  [/^patch:/i, 'a patched package'],
];

function sourceOfText(spec: string): Source | undefined {
  if (/^exec:/i.test(spec)) return { from: `a command (${shown(spec)})`, runs: true };
  const kind = TEXT_SOURCES.find(([pattern]) => pattern.test(spec));
  return kind === undefined ? undefined : { from: `${kind[1]} (${shown(spec)})`, runs: false };
}

function shown(spec: string): string {
  const safe = spec.replaceAll(/\/\/[^/@\s]*@/g, '//***@');
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}
