import { z } from 'zod';
import { BREAKER_STATES } from '../../domain/circuit-breaker.ts';
import { heartbeatSchema } from './heartbeat-view.ts';

const breakerState = z.enum(BREAKER_STATES);

/** An agent as the API shows it; fields the CLI does not know are kept for `--json`. */
export const agentViewSchema = z.looseObject({
  name: z.string(),
  reached_by: z.array(z.string()),
  actions: z.array(z.string()),
  projects: z.array(z.string()),
  breaker: z
    .looseObject({
      state: breakerState,
      consecutive_failures: z.number(),
      tripped: z.boolean(),
      retry_at: z.string().nullable(),
      probes: z.array(z.unknown()),
    })
    .nullable(),
  heartbeat: heartbeatSchema,
  transitions: z.array(z.looseObject({ to: breakerState, reason: z.string(), by: z.string(), at: z.string() })),
});

/** All agents. */
export const agentsSchema = z.looseObject({ agents: z.array(agentViewSchema), note: z.string().nullable() });

export type AgentView = z.output<typeof agentViewSchema>;
export type Agents = z.output<typeof agentsSchema>;
