import { posix } from 'node:path';
import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';

/** The largest change the project accepts. */
export interface SizePolicy {
  readonly max_files_changed: number;
  readonly max_lines_changed: number;
}

// Written by package managers: thousands of lines for one dependency, and nobody's work.
const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'Cargo.lock',
  'poetry.lock',
  'uv.lock',
  'Gemfile.lock',
  'composer.lock',
  'go.sum',
]);

/**
 * An ERROR when more files or lines changed than the policy allows; lines are added plus deleted ones. The generated
 * test does not count, nor do the lines of lock files.
 */
export function changeSize(subject: ReviewSubject, policy: SizePolicy): readonly Finding[] {
  const files = filesOfCoder(subject);
  const lines = files.reduce((sum, file) => sum + countedLines(file), 0);
  return [
    ...tooMany(files.length, 'files', policy.max_files_changed),
    ...tooMany(lines, 'lines', policy.max_lines_changed),
    ...(subject.change.content_read ? [] : [finding('The change is too large for its content to be reviewed.')]),
  ];
}

function countedLines(file: ChangedFile): number {
  return LOCK_FILES.has(posix.basename(file.path)) ? 0 : file.lines_added + file.lines_deleted;
}

function tooMany(count: number, what: string, limit: number): readonly Finding[] {
  return count > limit ? [finding(`The change touches ${count} ${what}; the project allows ${limit}.`)] : [];
}

function finding(message: string): Finding {
  return { rule: 'change-size', severity: 'ERROR', message };
}
