import { z } from 'zod';
import { BREAKER_STATES } from '../../domain/circuit-breaker.ts';
import { heartbeatViewSchema } from '../heartbeats/heartbeat-view.schema.ts';
import { AGENT_EXAMPLE, AGENTS_EXAMPLE } from './agent-examples.ts';

const count = z.int().min(0);
const time = z.iso.datetime();
const state = z.enum(BREAKER_STATES).meta({
  id: 'BreakerState',
  description: 'CLOSED lets calls in, OPEN lets none in, HALF_OPEN lets a few in that try the agent.',
});

const breakerSchema = z
  .object({
    state,
    consecutive_failures: count.describe('Failures since the last success.'),
    tripped: z.boolean().describe('An operator or a remedy opened it; it stays open until a reset.'),
    opened_at: time.nullable().describe('Null unless it is open.'),
    retry_at: time.nullable().describe('When calls may try the agent again; null unless it opened by failures.'),
    probes: z
      .array(z.object({ since: time, until: time }).meta({ id: 'Probe' }))
      .describe('The calls that try the agent now, and until when each keeps its place without a sign of life.'),
    generation: count.describe('Grows with every change of the state.'),
  })
  .meta({ id: 'CircuitBreaker' });

const transitionSchema = z
  .object({
    from: state,
    to: state,
    generation: count,
    reason: z.string(),
    by: z.enum(['chimera', 'operator']),
    at: time,
  })
  .meta({ id: 'BreakerTransition' });

/** An agent and its circuit breaker. */
export const agentViewSchema = z
  .object({
    name: z.string().describe('With @ and the project where the project chose the agent itself.'),
    reached_by: z.array(z.string()).readonly(),
    actions: z.array(z.string()).readonly(),
    projects: z.array(z.string()).readonly().describe('Whose phases it does.'),
    breaker: breakerSchema.nullable().describe('Null while the database is away; calls go through meanwhile.'),
    transitions: z.array(transitionSchema).describe('The last changes of the breaker, newest first.'),
    heartbeat: heartbeatViewSchema.describe('Whether a worker is there that can call it.'),
  })
  .meta({ id: 'Agent', title: 'Agent', examples: [AGENT_EXAMPLE] });

/** All agents. */
export const agentsSchema = z
  .object({
    agents: z.array(agentViewSchema),
    breakers: z.enum(['known', 'unknown']),
    note: z.string().nullable().describe('What it means that the breakers are unknown.'),
  })
  .meta({ id: 'Agents', title: 'Agents', examples: [AGENTS_EXAMPLE] });

export type AgentView = z.output<typeof agentViewSchema>;
export type Agents = z.output<typeof agentsSchema>;
