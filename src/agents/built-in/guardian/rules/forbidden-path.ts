import picomatch from 'picomatch';
import type { Finding } from '../../../../domain/phase-result.ts';
import { filesOfCoder, pathsOf, type ReviewSubject } from '../change.ts';
import { deedOf } from '../deed.ts';
import type { ReviewPolicy } from '../review-policy.ts';

/**
 * An ERROR for each file that matches a forbidden pattern, however it is touched: content, mode, deletion, a rename to
 * or from it. What the project allows by name is an exception. Patterns are globs relative to the project's root,
 * regardless of case, and match dot files too.
 */
export function forbiddenPath(
  subject: ReviewSubject,
  policy: Pick<ReviewPolicy, 'forbidden_paths' | 'isAllowed'>,
): readonly Finding[] {
  const rules = policy.forbidden_paths.map((pattern) => ({
    pattern,
    matches: picomatch(pattern, { dot: true, nocase: true }),
  }));
  return filesOfCoder(subject).flatMap((file) =>
    pathsOf(file).flatMap((path) => {
      const rule = policy.isAllowed(path) ? undefined : rules.find(({ matches }) => matches(path));
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
