import { defineConfig } from 'vitest/config';

const unit = { include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'] };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', ...unit } },
      { test: { name: 'workflow', include: ['tests/workflow/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      { test: { name: 'replay', include: ['tests/replay/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
