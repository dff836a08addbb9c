import picomatch from 'picomatch';

const isMatch = picomatch(
  [
    '**/*.{test,spec}.*',
    '**/*_test.*',
    '**/*_spec.*',
    '**/test_*.*',
    '**/*{Test,Tests,IT}.{java,kt,cs}',
    '**/{test,tests,__tests__,spec,specs,e2e}/**',
  ],
  { dot: true },
);

/** Whether a path, relative to the project's root, is by its name a test or belongs to tests. */
export function isTestFile(path: string): boolean {
  return isMatch(path);
}
