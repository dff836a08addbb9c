import { z } from 'zod';
import { ACCOUNT_STATES } from '../domain/account/account.ts';
import { BREAKER_STATES } from '../domain/circuit-breaker.ts';
import { HEARTBEAT_EXAMPLE, heartbeatViewSchema } from './heartbeat.ts';
import { count, jsonObject, reasonField, time } from './fields.ts';

/** A coder whose breaker opened. */
export const AGENT_EXAMPLE = {
  name: 'coder-agent@shop',
  reached_by: ['http: https://agents.example/coder'],
  actions: ['implement_feature'],
  projects: ['shop'],
  breaker: {
    state: 'OPEN',
    consecutive_failures: 5,
    tripped: false,
    opened_at: '2026-03-01T12:00:00.000Z',
    retry_at: '2026-03-01T12:01:00.000Z',
    probes: [],
    generation: 1,
  },
  account: { state: 'open', closed_since: null, closed_until: null, reason: null, most_at_once: 3, calls: 1 },
  transitions: [
    {
      from: 'CLOSED',
      to: 'OPEN',
      generation: 1,
      reason: '5 failures in a row, the last: the service answered with 502',
      by: 'chimera',
      at: '2026-03-01T12:00:00.000Z',
    },
  ],
  heartbeat: HEARTBEAT_EXAMPLE,
} as const;

/** The answer that lists it. */
export const AGENTS_EXAMPLE = { agents: [AGENT_EXAMPLE], breakers: 'known', note: null } as const;

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

const accountSchema = z
  .object({
    state: z
      .enum(ACCOUNT_STATES)
      .describe('open takes calls, closed takes none, reopening takes one that tries whether the provider does again.'),
    closed_since: time.nullable().describe('Null unless a limit closed it.'),
    closed_until: time.nullable().describe('When a call may try it again; null unless a limit closed it.'),
    reason: z.string().nullable().describe('The words of the limit that closed it.'),
    most_at_once: count.nullable().describe('Calls at once; null where they are not bounded.'),
    calls: count.nullable().describe('Calls under way, where they are bounded; null where nobody counts them.'),
  })
  .meta({
    id: 'Account',
    description: 'What the calls of an agent go by: open, or closed by a limit of its provider.',
  });

/** An agent and its circuit breaker. */
export const agentViewSchema = z
  .object({
    name: z.string().describe('With @ and the project where the project chose the agent itself.'),
    reached_by: z.array(z.string()).readonly(),
    actions: z.array(z.string()).readonly(),
    projects: z.array(z.string()).readonly().describe('Whose phases it does.'),
    breaker: breakerSchema.nullable().describe('Null while the database is away; calls go through meanwhile.'),
    account: accountSchema
      .nullable()
      .describe('Null for what Chimera brings along, and while the database is away; calls go through meanwhile.'),
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

/** What an operator does to a breaker. */
export const breakerCommandSchema = z
  .strictObject(
    {
      action: z
        .enum(['trip', 'reset'], 'must be trip or reset')
        .describe('trip: no call of the agent until a reset. reset: calls go through, and failures are forgotten.'),
      reason: reasonField.describe('Kept with the change.'),
    },
    jsonObject,
  )
  .meta({
    id: 'BreakerCommand',
    title: 'Command to a circuit breaker',
    examples: [{ action: 'trip', reason: 'the provider is being moved' }],
  });

/** What an operator does to an account. */
export const accountCommandSchema = z
  .strictObject(
    {
      action: z
        .enum(['reopen'], 'must be reopen')
        .describe('reopen: a closed account is tried by the next call, though the time of its limit is not over.'),
      reason: reasonField.describe('Kept in the log.'),
    },
    jsonObject,
  )
  .meta({
    id: 'AccountCommand',
    title: 'Command to an account',
    examples: [{ action: 'reopen', reason: 'the quota was raised' }],
  });

export type AccountCommand = z.output<typeof accountCommandSchema>;

export type BreakerCommand = z.output<typeof breakerCommandSchema>;
