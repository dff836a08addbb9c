import type { Machine } from './machine.ts';

/** The outside programs Chimera needs. */
export type ToolName =
  | 'temporal'
  | 'temporal-test-server'
  | 'chromium'
  | 'ffmpeg'
  | 'postgres'
  | 'git'
  | 'bubblewrap'
  | 'git-lfs'
  | 'toxiproxy'
  | 'faketime'
  | 'prometheus'
  | 'schemathesis'
  | 'gitea'
  | 'opencode'
  | 'codex-acp'
  | 'gemini-cli';

/** A place where a tool may be. */
export type Place =
  | { readonly kind: 'variable'; readonly variable: string; readonly path: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cache'; readonly folder: string }
  /** What came with Playwright's downloads: its browser, or the encoder of its videos. */
  | { readonly kind: 'playwright'; readonly program: 'browser' | 'encoder' }
  | { readonly kind: 'versioned'; readonly parent: string; readonly below: string };

/** A program that Go builds from its source. */
export interface GoBuild {
  /** In the cache. */
  readonly folder: string;
  readonly version: string;
  /** What is installed; of a program in `module`, where it is below that. */
  readonly source: string;
  /**
   * The module, with its version, of a program that is to be built within it, because it replaces modules of others. The
   * folders of the module that the program reads are kept beside it.
   */
  readonly module?: { readonly name: string; readonly folders: readonly string[] };
  readonly executable: string;
  readonly flags: readonly string[];
  /** What the program says of itself when it was built well. */
  readonly answer: string;
  /** On two cores. */
  readonly takes: string;
}

/** A way of installing a tool, with what it installs; `folder` is in the cache, one a tool, version and way. */
export type InstallStep =
  /** The program that Temporal's download service has for an SDK of that version. */
  | {
      readonly route: 'sdk-download';
      readonly artifact: 'cli' | 'temporal-test-server';
      readonly sdk: string;
      readonly folder: string;
    }
  | ({ readonly route: 'go-install' } & GoBuild)
  /** The time-skipping server, kept silent by a logging binding that must match its SLF4J. */
  | { readonly route: 'maven'; readonly version: string; readonly slf4j: string; readonly folder: string }
  | { readonly route: 'playwright' }
  | { readonly route: 'apt'; readonly packages: readonly string[] }
  | { readonly route: 'pypi'; readonly version: string; readonly folder: string }
  | {
      readonly route: 'npm';
      readonly name: string;
      readonly version: string;
      /** Which of the package's programs. */
      readonly program: string;
      /** In words, for whoever waits. */
      readonly size: string;
      readonly folder: string;
    };

/** The name of a way of installing. */
export type Route = InstallStep['route'];

/** How a program's answer to the question for its version is read. */
export interface VersionAnswer {
  /** What it is asked with; `--version` when not given. */
  readonly arguments?: readonly string[];
  readonly pattern: RegExp;
  /** The oldest release that will do, compared with the first group of the pattern. */
  readonly minimum?: string;
  /** The program's own release, where the pattern finds that of the server inside it. */
  readonly own?: RegExp;
}

/** All there is to know of a tool. */
export interface Tool {
  /** What a person calls it. */
  readonly title: string;
  /** The environment variable that names its path and, when set, is the only place looked at. */
  readonly variable: string;
  /** Where it may be otherwise, first place first. */
  readonly places: (machine: Machine) => readonly Place[];
  readonly version: VersionAnswer;
  /** How it may be installed, first way first. */
  readonly install: readonly InstallStep[];
  /** What a person can do who has none. */
  readonly advice: string;
  /** Whether the demo and the system take it, and not only the tests. */
  readonly inDemo?: true;
  /** The one system that has it; on the others nothing takes it. */
  readonly onlyOn?: NodeJS.Platform;
  /** What is not done without it, for a tool that Chimera can do without. */
  readonly loss?: string;
  /** The programs, the first of which is asked for its version, for a tool that is found as their directory. */
  readonly programs?: readonly [string, ...string[]];
}

/** A tool that is there: its absolute path (a directory where it has `programs`), version, and how it was come by. */
export interface FoundTool {
  readonly path: string;
  readonly version: string;
  readonly source: string;
}

/** One step of progress on one tool, as a sentence fragment that can follow the tool's title. */
export interface ToolProgress {
  readonly tool: ToolName;
  readonly message: string;
}

/** What an installer is given: where it runs, where it may install, and whom it tells how far it is. */
export interface Installation {
  readonly machine: Machine;
  readonly cacheDirectory: string;
  readonly report: (message: string) => void;
}
