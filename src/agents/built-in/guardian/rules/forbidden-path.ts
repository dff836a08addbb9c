import picomatch from 'picomatch';
import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';

/**
 * An ERROR for each file that matches a forbidden pattern, however it is touched: content, mode, deletion, a rename to
 * or from it. Patterns are globs relative to the project's root, regardless of case, and match dot files too.
 */
export function forbiddenPath(subject: ReviewSubject, patterns: readonly string[]): readonly Finding[] {
  const rules = patterns.map((pattern) => ({ pattern, matches: picomatch(pattern, { dot: true, nocase: true }) }));
  return filesOfCoder(subject).flatMap((file) =>
    [file.path, ...(file.previous_path === undefined ? [] : [file.previous_path])].flatMap((path) => {
      const rule = rules.find(({ matches }) => matches(path));
      if (rule === undefined) return [];
      return [
        {
          rule: 'forbidden-path',
          severity: 'ERROR' as const,
          file: path,
          message: `${path} must not be changed (${rule.pattern}), but it is ${deedOf(file, path)}.`,
        },
      ];
    }),
  );
}

function deedOf(file: ChangedFile, path: string): string {
  if (file.kind === 'renamed') {
    return path === file.path ? `what ${file.previous_path ?? 'a file'} is renamed to` : `renamed to ${file.path}`;
  }
  if (file.kind === 'type_changed') return 'replaced by another type of file';
  const modeOnly = file.mode !== file.previous_mode && file.lines_added + file.lines_deleted === 0 && !file.binary;
  return file.kind === 'modified' && modeOnly ? `given the mode ${file.mode}` : file.kind;
}
