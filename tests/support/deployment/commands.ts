/** What the images run, and what tells whether it is well: the integration tests start processes by these very words. */
export const COMMANDS = {
  api: { serve: ['node', 'dist/runtime/serve-api.js'], check: ['node', 'dist/runtime/check-api.js'] },
  worker: { serve: ['node', 'dist/runtime/serve-worker.js'], check: ['node', 'dist/runtime/check-worker.js'] },
} as const;

/** With what Prometheus is started. */
export const PROMETHEUS_ARGUMENTS = [
  '--config.file=/etc/prometheus/prometheus.yml',
  '--storage.tsdb.path=/prometheus',
  '--storage.tsdb.retention.time=30d',
] as const;

/** What tells whether the servers beside Chimera are well. */
export const SERVER_CHECKS = {
  temporal: ['temporal', 'operator', 'cluster', 'health'],
  postgresql: ['pg_isready', '--quiet', '--host', '127.0.0.1', '--username', 'chimera', '--dbname', 'chimera'],
  prometheus: ['promtool', 'query', 'instant', 'http://127.0.0.1:9090', '1'],
} as const;
