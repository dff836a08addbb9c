import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A suite that runs after the ones before it, with time for real servers; its files mostly wait, so some run at once. */
const slow = (name: string, groupOrder: number, maxWorkers = 2) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers,
    sequence: { groupOrder },
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // Loading the code anew for each file took longer than its tests; and nothing else runs at this time.
          isolate: false,
          maxWorkers: availableParallelism(),
        },
      },
      slow('workflow', 1),
      slow('replay', 2),
      slow('integration', 3),
      slow('browser', 4),
      slow('chaos', 5, 3),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Entries of processes, which the end-to-end tests look at from outside.
      exclude: [
        'src/**/*.test.ts',
        'src/**/*.testsuite.ts',
        'src/**/main.ts',
        'src/cli/command-line.ts',
        'src/runtime/{serve,check}-*.ts',
      ],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 90,
        statements: 90,
        'src/domain/**': { lines: 100, statements: 100, functions: 100, branches: 100 },
      },
    },
  },
});
