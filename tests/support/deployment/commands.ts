/** What the images run, and what tells whether it is well: the integration tests start processes by these very words. */
export const COMMANDS = {
  api: { serve: ['node', 'dist/runtime/serve-api.js'], check: ['node', 'dist/runtime/check-api.js'] },
  worker: { serve: ['node', 'dist/runtime/serve-worker.js'], check: ['node', 'dist/runtime/check-worker.js'] },
} as const;

/** What tells whether Temporal and PostgreSQL are well. */
export const SERVER_CHECKS = {
  temporal: ['temporal', 'operator', 'cluster', 'health'],
  postgresql: ['pg_isready', '--quiet', '--host', '127.0.0.1', '--username', 'chimera', '--dbname', 'chimera'],
} as const;
