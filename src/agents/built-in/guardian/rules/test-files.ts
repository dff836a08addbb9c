import picomatch from 'picomatch';

const isNamedTest = picomatch(
  [
    '**/*.{test,tests,spec,specs,cy,e2e}.*',
    '**/*[_-]{test,tests,spec}.*',
    '**/test_*.*',
    '**/*{Test,Tests,TestCase,IT}.{java,kt,kts,cs,groovy,scala,swift,php}',
    '**/*{Spec,Specs,Suite}.{java,kt,kts,groovy,scala,php}',
    '**/*.{feature,bats}',
  ],
  { dot: true },
);

const isAmongTests = picomatch(
  [
    '**/{test,tests,__tests__,spec,specs,e2e,cypress,Test,Tests,Spec,Specs}/**',
    '**/*.{Test,Tests,Specs,UnitTests,IntegrationTests}/**',
  ],
  { dot: true },
);

const isSnapshotName = picomatch(
  [
    '**/{__snapshots__,__image_snapshots__,__file_snapshots__}/**',
    '**/*-snapshots/**',
    '**/*.{snap,ambr,golden}',
    '**/*.{golden,approved,verified}.*',
  ],
  { dot: true },
);

/** Whether a path, relative to the project's root, is by its name a test or belongs to tests. */
export function isTestFile(path: string): boolean {
  return isNamedTest(path) || isAmongTests(path);
}

/** Whether a file is a test by its own name, wherever it is. */
export function isTestByName(path: string): boolean {
  return isNamedTest(path);
}

/** Whether a file holds what a test compares with, as the test wrote it once. */
export function isSnapshot(path: string): boolean {
  return isSnapshotName(path);
}
