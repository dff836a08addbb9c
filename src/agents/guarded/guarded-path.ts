import { CATEGORIES, type GuardedCategory, type GuardedTool } from './category.ts';
import { compilePattern, foldCase, type PathPattern } from './path-pattern.ts';
import { AGENTS } from './tables/agents.ts';
import { BUILDS } from './tables/builds.ts';
import { CHECKS } from './tables/checks.ts';
import { CI } from './tables/ci.ts';
import { COMMANDS } from './tables/commands.ts';
import { EDITORS } from './tables/editors.ts';
import { HOOKS } from './tables/hooks.ts';
import { PACKAGES } from './tables/packages.ts';
import { RUNNERS } from './tables/runners.ts';

/** Why a path is guarded: what kind of file it is, and which tool reads it. */
export interface GuardReason {
  readonly category: GuardedCategory;
  readonly of: string;
}

/** In the order in which they count for a path that several tools read. */
const TABLES: Readonly<Record<GuardedCategory, readonly GuardedTool[]>> = {
  agents: AGENTS,
  editors: EDITORS,
  hooks: HOOKS,
  packages: PACKAGES,
  runners: RUNNERS,
  commands: COMMANDS,
  ci: CI,
  checks: CHECKS,
  builds: BUILDS,
};

interface Entry {
  readonly pattern: PathPattern;
  readonly guard: GuardReason;
  readonly rank: number;
}

const ENTRIES: readonly Entry[] = (Object.keys(CATEGORIES) as GuardedCategory[])
  .toSorted((one, other) => rankOf(one) - rankOf(other))
  .flatMap((category) => TABLES[category].flatMap((tool) => patternsOf(tool, { category, of: tool.of })))
  .map((entry, rank) => ({ ...entry, rank }));

function rankOf(category: GuardedCategory): number {
  return Object.keys(TABLES).indexOf(category);
}

function patternsOf({ paths, exact = '' }: GuardedTool, guard: GuardReason): Omit<Entry, 'rank'>[] {
  return [
    ...words(paths).map((text) => ({ pattern: compilePattern(text, false), guard })),
    ...words(exact).map((text) => ({ pattern: compilePattern(text, true), guard })),
  ];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Entries whose first name is plain, by that name with case folded. */
const BY_NAME = Map.groupBy(
  ENTRIES.filter(({ pattern }) => pattern.firstName !== undefined),
  ({ pattern }) => pattern.firstName,
);
/** The others, to be tried one by one: at the last name where they are for files by their name alone. */
const WILD = ENTRIES.filter(({ pattern }) => pattern.firstName === undefined);
const OF_LAST_NAME = WILD.filter(({ pattern }) => pattern.isFileName);
const OF_ANY_NAME = WILD.filter(({ pattern }) => !pattern.isFileName);

/** Why a path, relative to the project's root, is guarded; undefined for any other file. */
export function guardOf(path: string): GuardReason | undefined {
  const names = path.split('/');
  const folded = names.map(foldCase);
  const last = names.length - 1;
  const found = [
    ...folded.flatMap((name, at) => [...matching(BY_NAME.get(name) ?? [], at), ...matching(OF_ANY_NAME, at)]),
    ...matching(OF_LAST_NAME, last),
  ];
  return found.toSorted((one, other) => one.rank - other.rank)[0]?.guard;

  function matching(entries: readonly Entry[], at: number): readonly Entry[] {
    return entries.filter(({ pattern }) => pattern.matches({ names, folded, at }));
  }
}
