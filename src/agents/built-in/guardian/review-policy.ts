import type { ProjectConfig } from '../../../config/project.ts';
import { matchesAny } from '../../guarded/allowed-paths.ts';
import { guardOf, type GuardReason } from '../../guarded/guarded-path.ts';
import { filesRunBy } from './command-files.ts';

/** What a project's rules for reviews say about paths, relative to its root. */
export interface ReviewPolicy extends Readonly<ProjectConfig['guardian']> {
  /** Whether the project allows a path by name: then no rule about guarded files looks at it. */
  isAllowed(path: string): boolean;
  /** Whether the project forbids a path by name. */
  isForbidden(path: string): boolean;
  /** Why a path is guarded; undefined for any other one, and for one that is allowed. */
  guardOf(path: string): GuardReason | undefined;
}

/** What of a project decides what is guarded; plain JSON. */
export type GuardedProject = Pick<ProjectConfig, 'guardian' | 'test' | 'set_up'>;

/** The rules of a project, whose package.json had these scripts before the change. */
export function reviewPolicy(
  { guardian, test, set_up }: GuardedProject,
  scripts: Readonly<Record<string, string>>,
): ReviewPolicy {
  const isAllowed = matchesAny(guardian.allowed_paths);
  const run = new Map<string, GuardReason>();
  for (const [what, command] of Object.entries({ 'set-up': set_up, lint: guardian.lint, tests: test })) {
    for (const file of command === undefined ? [] : filesRunBy(command, scripts)) {
      run.set(file, { category: 'commands', of: `the project’s own ${what}` });
    }
  }
  return {
    ...guardian,
    isAllowed,
    isForbidden: matchesAny(guardian.forbidden_paths),
    guardOf: (path) => (isAllowed(path) ? undefined : (run.get(path) ?? guardOf(path))),
  };
}
