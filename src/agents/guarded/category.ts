/**
 * What a guarded file can do to whoever works with a branch next: to the coder of a later round, to a reviewer and the
 * reviewer's agent, to whoever checks the branch out, or to the checks of the review itself.
 */
export type GuardedCategory =
  'agents' | 'editors' | 'hooks' | 'packages' | 'ci' | 'runners' | 'commands' | 'checks' | 'builds';

/** How a review takes a change of such files. */
export interface CategoryRule {
  readonly severity: 'ERROR' | 'WARNING';
  /** Whether lint and tests run with the file as it is in the base commit. */
  readonly put_back: boolean;
  /** Whether agents, or the tools that they call, obey it in a checkout without being told to: they get the base commit's. */
  readonly obeyed: boolean;
  /** What the files are, after "is". */
  readonly what: string;
  /** Why a feature must not bring a change of them along, as a sentence. */
  readonly why: string;
}

/** One rule for each category. */
export const CATEGORIES: Readonly<Record<GuardedCategory, CategoryRule>> = {
  agents: {
    severity: 'ERROR',
    put_back: true,
    obeyed: true,
    what: 'configuration of coding agents',
    why: 'Agents that work on this branch would obey it.',
  },
  editors: {
    severity: 'ERROR',
    put_back: true,
    obeyed: true,
    what: 'configuration of editors and development environments',
    why: 'It can run commands when somebody opens the project.',
  },
  hooks: {
    severity: 'ERROR',
    put_back: true,
    obeyed: true,
    what: 'configuration of git and its hooks',
    why: 'Git would run or obey it for whoever checks the branch out.',
  },
  packages: {
    severity: 'ERROR',
    put_back: true,
    obeyed: true,
    what: 'configuration of package managers and registries',
    why: 'It decides where code is downloaded from and what an installation runs.',
  },
  ci: {
    severity: 'ERROR',
    put_back: true,
    obeyed: false,
    what: 'configuration of continuous integration, containers and deployment',
    why: 'It decides what runs with the rights of a pipeline.',
  },
  runners: {
    severity: 'ERROR',
    put_back: true,
    obeyed: false,
    what: 'configuration of a test runner',
    why: 'It decides which tests run, and what runs beside them.',
  },
  commands: {
    severity: 'ERROR',
    put_back: true,
    obeyed: false,
    what: 'a file that holds commands of the project',
    why: 'Checks that run by it are only as good as it is.',
  },
  checks: {
    severity: 'WARNING',
    put_back: true,
    obeyed: false,
    what: 'configuration of a linter, formatter or type checker',
    why: 'It decides what lint finds.',
  },
  builds: {
    severity: 'WARNING',
    put_back: false,
    obeyed: false,
    what: 'a build script',
    why: 'It can hold commands and settings of tests, which cannot be told from dependencies here; lint and tests run with it.',
  },
};

/** A tool, and the files that it reads from a repository. */
export interface GuardedTool {
  /** The tool, for people. */
  readonly of: string;
  /**
   * Patterns, apart by blanks, regardless of case. `name`: a file of this name in any folder. `/name`: at the project's
   * root only. `name/`: whatever is in a folder of this name, or in its place. `*`: any characters of one name.
   */
  readonly paths: string;
  /** The same in this very case: names that are common for other files in small letters. */
  readonly exact?: string;
}
