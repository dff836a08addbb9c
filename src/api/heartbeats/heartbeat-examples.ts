const PROCESS = 'host:4711:1772366400000';

/** The heartbeats of a coder whose worker was lost for a moment. */
export const HEARTBEAT_EXAMPLE = {
  state: 'HEALTHY',
  since: '2026-03-01T12:05:00.000Z',
  age_ms: 1_250,
  last_beat_at: '2026-03-01T12:10:00.000Z',
  first_seen_at: '2026-03-01T12:00:00.000Z',
  interval_ms: 5_000,
  uptime: 0.98,
  doing: 'chimera-3f9a1c07be42 CODE_IMPLEMENTATION',
  beats: [{ at: '2026-03-01T12:10:00.000Z', what: 'chimera-3f9a1c07be42 CODE_IMPLEMENTATION', process: PROCESS }],
  transitions: [
    {
      ...{ from: 'FAILED', to: 'HEALTHY', reason: 'a heartbeat came' },
      ...{ process: PROCESS, at: '2026-03-01T12:05:00.000Z' },
    },
    {
      ...{ from: 'CRITICAL', to: 'FAILED', reason: 'no heartbeat for 15003 ms' },
      ...{ process: PROCESS, at: '2026-03-01T12:04:48.000Z' },
    },
  ],
} as const;

/** A worker at work. */
export const WORKER_EXAMPLE = {
  id: PROCESS,
  name: 'worker-2@host',
  host: 'host',
  pid: 4_711,
  started_at: '2026-03-01T12:00:00.000Z',
  heartbeat: HEARTBEAT_EXAMPLE,
} as const;

/** The answer that lists it. */
export const WORKERS_EXAMPLE = { workers: [WORKER_EXAMPLE], heartbeats: 'known', note: null } as const;
