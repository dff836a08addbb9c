import { HEARTBEAT_EXAMPLE } from '../heartbeats/heartbeat-examples.ts';
import { breakerView } from './breaker-view.ts';

const OPENED = Date.parse('2026-03-01T12:00:00.000Z');

/** A coder whose breaker opened. */
export const AGENT_EXAMPLE = {
  name: 'coder-agent@shop',
  reached_by: ['http: https://agents.example/coder'],
  actions: ['implement_feature'],
  projects: ['shop'],
  breaker: breakerView(
    { state: 'OPEN', generation: 1, consecutive_failures: 5, since: OPENED, until: OPENED + 60_000 },
    OPENED,
  ),
  transitions: [
    {
      from: 'CLOSED',
      to: 'OPEN',
      generation: 1,
      reason: '5 failures in a row, the last: the service answered with 502',
      by: 'chimera',
      at: new Date(OPENED).toISOString(),
    },
  ],
  heartbeat: HEARTBEAT_EXAMPLE,
} as const;

/** The answer that lists it. */
export const AGENTS_EXAMPLE = { agents: [AGENT_EXAMPLE], breakers: 'known', note: null } as const;
