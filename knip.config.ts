import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/cli/main.ts',
    'src/runtime/{serve,check}-*.ts',
    // Loaded by threads, by their URL.
    'src/threads/entry.ts',
    'src/feature/read-feature.ts',
    'src/persistence/embedded/thread.ts',
    'src/worker/workflow-threads/entry.ts',
    'tests/support/threads/*.ts',
    // Given to Playwright as a path.
    'src/agents/built-in/e2e-tester/runner/{outcome,progress}-reporter.ts',
    'scripts/*.ts',
    // Run by tests as processes of their own, or given to Temporal's bundler as paths.
    'tests/**/*.{agent,bench,worker,workflow}.ts',
    'tests/integration/persistence/open-and-record.ts',
  ],
  vitest: ['vitest.config.ts', 'tests/mutation/vitest.config.ts'],
  project: ['src/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
  // A type in an exported signature may be named by whoever calls it, even while nobody does.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Commands of scripts/test.ts, where they stand in a list.
  ignoreDependencies: ['cspell', 'dependency-cruiser', 'jscpd'],
  // Part of every system that the tests run on.
  ignoreBinaries: ['dd', 'mkfifo', 'mount', 'setsid', 'umount'],
} satisfies KnipConfig;
