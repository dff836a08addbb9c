import type { Finding } from '../../../../domain/phase-result.ts';
import { CATEGORIES } from '../../../guarded/category.ts';
import { type ChangedFile, pathsOf } from '../change.ts';
import { deedOf } from '../deed.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';
import type { ReviewPolicy } from '../review-policy.ts';

/**
 * An ERROR, for linters and build scripts a WARNING, for each guarded path that is touched, whatever way: content, mode,
 * deletion, a rename to or from it, another type of file. What the project forbids anyhow is left to that rule.
 */
export function guardedPath(
  files: readonly ChangedFile[],
  { guardOf, isForbidden }: Pick<ReviewPolicy, 'guardOf' | 'isForbidden'>,
): readonly Finding[] {
  return files.flatMap((file) =>
    pathsOf(file).flatMap((path): readonly Finding[] => {
      const guard = isForbidden(path) ? undefined : guardOf(path);
      if (guard === undefined) return [];
      const { severity, what, why } = CATEGORIES[guard.category];
      const remedy = severity === 'ERROR' ? ` ${UNLESS_ALLOWED}` : '';
      const message = `${path} is ${what} (${guard.of}), and is ${deedOf(file, path)}. ${why}${remedy}`;
      const line = path === file.path ? file.added[0]?.number : undefined;
      return [
        { rule: `guarded-${guard.category}`, severity, file: path, ...(line === undefined ? {} : { line }), message },
      ];
    }),
  );
}
