import picomatch from 'picomatch';

/** Whether a path, relative to the project's root, matches one of the globs, regardless of case and of leading dots. */
export function matchesAny(globs: readonly string[]): (path: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true, nocase: true });
}
