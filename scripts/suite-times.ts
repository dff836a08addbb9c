/** Tells what each test suite took, and which files took most of it. */

export interface TimedFile {
  readonly path: string;
  readonly suite: string;
  readonly tests: number;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly ended: number;
}

const SLOWEST = 15;

/** The suite of a test file, from its path in the checkout: `tests/chaos/…` is of chaos, what stands beside the code of unit. */
export function suiteOf(path: string): string {
  const [top, suite] = path.split(/[\\/]/);
  return top === 'tests' && suite !== undefined ? suite : 'unit';
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(0)} s`.padStart(7);
const taken = (files: readonly TimedFile[]): number => files.reduce((sum, { begun, ended }) => sum + ended - begun, 0);

/** One line a suite, slowest first, and one for each of the slowest files. Files of a suite run beside each other. */
export function describeSuites(files: readonly TimedFile[]): string {
  const suites = Map.groupBy(files, ({ suite }) => suite);
  const rows = [...suites].sort(([, a], [, b]) => taken(b) - taken(a));
  const lines = rows.map(([suite, own]) => {
    const from = Math.min(...own.map(({ begun }) => begun));
    const to = Math.max(...own.map(({ ended }) => ended));
    const tests = own.reduce((sum, file) => sum + file.tests, 0);
    const amount = `${own.length} files, ${tests} tests`;
    return `  ${suite.padEnd(12)} ${seconds(to - from)} from first to last, ${seconds(taken(own)).trim()} in all: ${amount}`;
  });
  const slowest = [...files].sort((a, b) => b.ended - b.begun - (a.ended - a.begun)).slice(0, SLOWEST);
  const slow = slowest.map(({ path, begun, ended }) => `  ${seconds(ended - begun)}  ${path}`);
  return ['Suites', ...lines, 'Slowest files', ...slow].join('\n');
}
