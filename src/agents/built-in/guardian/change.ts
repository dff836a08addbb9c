/** How a file differs between two commits. */
export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed' | 'type_changed';

/** A line that a change adds; `number` is its line in the new file, from 1. */
export interface AddedLine {
  readonly number: number;
  readonly text: string;
}

/** The whole of a file before and after a change; undefined where there is no such file. */
export interface FileTexts {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** One changed file. Modes are git's six octal digits (`000000`: no such file). */
export interface ChangedFile {
  readonly kind: ChangeKind;
  /** Relative to the project's root; the old path of a deleted file. */
  readonly path: string;
  readonly previous_path?: string;
  readonly previous_mode: string;
  readonly mode: string;
  /** The names of both contents in git; all zeros where there is none. */
  readonly previous_blob: string;
  readonly blob: string;
  readonly previous_bytes: number;
  readonly bytes: number;
  readonly binary: boolean;
  readonly lines_added: number;
  readonly lines_deleted: number;
  /** Empty for binary files and for changes too large to be read. */
  readonly added: readonly AddedLine[];
  /** Of a file that a rule reads whole, where it is small enough for that. */
  readonly texts?: FileTexts;
  /** The first bytes of a binary file. */
  readonly begins?: Uint8Array;
}

/** What a range of commits changes; `content_read` is false when it was too large to read the lines of. */
export interface Change {
  readonly files: readonly ChangedFile[];
  readonly content_read: boolean;
}

/** All that the rules of a review look at. */
export interface ReviewSubject {
  /** From the commit the task started from to the reviewed one, the generated test among it. */
  readonly change: Change;
  /** The scripts in the package.json at the project's root, in the commit the task started from. */
  readonly base_scripts: Readonly<Record<string, string>>;
  /** From the commit that adds the generated test to the reviewed one. */
  readonly since_test: Change;
  /** Whether the reviewed commit still descends from the one that adds the generated test. */
  readonly descends_from_test: boolean;
  readonly test_path: string;
  /** The paths that came with the generated test, itself included: not the coder's work. */
  readonly generated: ReadonlySet<string>;
}

/**
 * The files that are the coder's work. From the commit of the test on: over the whole change git may take a file that the
 * coder deleted for the one that the generated test was renamed from.
 */
export function filesOfCoder({ since_test, generated }: ReviewSubject): readonly ChangedFile[] {
  return since_test.files.filter((file) => !generated.has(file.path));
}

/** The paths that a changed file is about: where it is, and where it was. */
export function pathsOf({ path, previous_path }: ChangedFile): readonly string[] {
  return previous_path === undefined ? [path] : [path, previous_path];
}
