const DURATION = { p50_ms: 62_000, p95_ms: 240_000, p99_ms: 310_000 };
const USED = { calls: 41, tokens_used: 830_000, cost_usd: 9.4 };

/** A day on which a coder's provider was down for a while. */
export const REPORT_EXAMPLE = {
  generated_at: '2026-03-01T12:00:00.000Z',
  from: '2026-02-28T12:00:00.000Z',
  to: '2026-03-01T12:00:00.000Z',
  hours: 24,
  status: 'degraded' as const,
  as_of: '2026-03-01T11:59:50.000Z',
  score: {
    value: 89,
    at_most: 89,
    parts: [
      { part: 'system' as const, weight: 30, points: 30, at_most: 30 },
      { part: 'agents' as const, weight: 15, points: 7.5, at_most: 7.5 },
    ],
  },
  checks: [
    { name: 'temporal', status: 'pass' as const, message: 'Temporal answers' },
    {
      name: 'agent:coder-agent@shop',
      status: 'warn' as const,
      message: 'the circuit breaker of coder-agent@shop is OPEN',
    },
  ],
  recommendations: ['look at coder-agent@shop: its circuit breaker is OPEN'],
  tasks: {
    accepted: 14,
    ended: { completed: 9, failed: 1, dead_lettered: 2, discarded: 0, cancelled: 1 },
    success_rate: 0.75,
    now: { queued: 1, running: 2, dead_lettered: 2 },
    duration: DURATION,
  },
  phases: [
    {
      phase: 'CODE_IMPLEMENTATION' as const,
      attempts: 20,
      failed: 4,
      rejected: 0,
      success_rate: 0.8,
      duration: DURATION,
      spread: [
        { under_ms: 10_000, runs: 0, share: 0 },
        { under_ms: 30_000, runs: 5, share: 0.25 },
        { under_ms: null, runs: 15, share: 0.75 },
      ],
    },
  ],
  agents: [
    {
      name: 'coder-agent@shop',
      state: 'HEALTHY' as const,
      uptime: 0.999,
      breaker: 'OPEN' as const,
      closed_share: 0.97,
      calls: 20,
      answered: 15,
      failed: 5,
      success_rate: 0.75,
      problems: ['its circuit breaker is OPEN', '5 of 20 calls failed: 75 % were answered'],
    },
  ],
  workers: [
    {
      name: 'worker-1@host',
      state: 'HEALTHY' as const,
      since: '2026-03-01T09:30:12.000Z',
      last_beat_at: '2026-03-01T11:59:58.000Z',
      uptime: 0.997,
      reason: 'a heartbeat came',
    },
  ],
  uptime: {
    api_started_at: '2026-02-20T08:00:00.000Z',
    api_seconds: 792_000,
    workers: 3,
    availability: { share: 0.998, observed: 1 },
  },
  spending: {
    total: USED,
    per_completed_task: { tokens_used: 92_222, cost_usd: 1.044 },
    by_project: [{ name: 'shop', ...USED, share: 1 }],
    by_agent: [{ name: 'coder-agent@shop', ...USED, share: 1 }],
    by_phase: [{ name: 'CODE_IMPLEMENTATION', ...USED, share: 1 }],
    by_model: [{ name: 'gpt-6-sol', ...USED, share: 1 }],
  },
  failures: {
    groups: [
      {
        group: '6a1f0c39d2b7',
        type: 'TransientAgentError',
        pattern: 'POST <url> gave <n>',
        count: 2,
        phases: ['CODE_IMPLEMENTATION'],
        latest: '2026-03-01T11:40:00.000Z',
        example: 'chimera-3f9a1c07be42',
      },
    ],
    more: false,
  },
  alerts: [
    {
      name: 'breaker:coder-agent@shop',
      began_at: '2026-03-01T11:58:00.000Z',
      ended_at: null,
      message: '5 failures in a row, the last: the service answered with 502',
    },
  ],
  unknown: [],
};
