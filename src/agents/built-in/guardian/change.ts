/** How a file differs between two commits. */
export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed' | 'type_changed';

/** A line that a change adds; `number` is its line in the new file, from 1. */
export interface AddedLine {
  readonly number: number;
  readonly text: string;
}

/** One changed file. Modes are git's six octal digits (`000000`: no such file), sizes are of the new content. */
export interface ChangedFile {
  readonly kind: ChangeKind;
  /** Relative to the project's root; the old path of a deleted file. */
  readonly path: string;
  readonly previous_path?: string;
  readonly previous_mode: string;
  readonly mode: string;
  readonly bytes: number;
  readonly binary: boolean;
  readonly lines_added: number;
  readonly lines_deleted: number;
  /** Empty for binary files and for changes too large to be read. */
  readonly added: readonly AddedLine[];
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
  /** From the commit that adds the generated test to the reviewed one. */
  readonly since_test: Change;
  /** Whether the reviewed commit still descends from the one that adds the generated test. */
  readonly descends_from_test: boolean;
  readonly test_path: string;
  /** The paths that came with the generated test, itself included: not the coder's work. */
  readonly generated: ReadonlySet<string>;
}

/** The files of a change that are the coder's work. */
export function filesOfCoder({ change, generated }: ReviewSubject): readonly ChangedFile[] {
  return change.files.filter((file) => !generated.has(file.path));
}
