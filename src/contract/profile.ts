import { z } from 'zod';
import { historyQuerySchema } from './history.ts';
import { PHASES } from '../domain/phase.ts';
import { SECTIONS } from '../domain/profile/section.ts';
import { count, share, time } from './fields.ts';

/** The query of a profile over many tasks. */
export const profileQuerySchema = historyQuerySchema.pick({ from: true, to: true, project: true });

export type ProfileParameters = z.input<typeof profileQuerySchema>;
export type ProfileRequest = z.output<typeof profileQuerySchema>;

const milliseconds = z.number().min(0);
const section = z
  .enum(SECTIONS)
  .describe(
    'agent_request: the agent’s call. state_transition: from the end of the phase before, or the grant of the lease, to ' +
      'the start. db_update: waiting for the agent’s circuit breaker. retry_wait: between attempts. other: the rest.',
  );
const enabled = z.boolean().describe('Whether phases are profiled now, by this API’s configuration.');
const background = milliseconds
  .nullable()
  .describe('What the database took for records meanwhile. Nobody waited for it, so the total is without it.');

const spent = {
  total_ms: milliseconds.describe('What the sections add up to.'),
  background_ms: background,
  sections: z.array(z.object({ section, ms: milliseconds, share }).meta({ id: 'ProfileSection' })),
};

const SECTIONS_EXAMPLE = [
  { section: 'agent_request', ms: 900, share: 0.9 },
  { section: 'state_transition', ms: 50, share: 0.05 },
  { section: 'db_update', ms: 10, share: 0.01 },
  { section: 'retry_wait', ms: 0, share: 0 },
  { section: 'other', ms: 40, share: 0.04 },
] as const;

const SPENT_EXAMPLE = { total_ms: 1_000, background_ms: 2.5, sections: [...SECTIONS_EXAMPLE] };

/** An example of a task’s profile. */
export const TASK_PROFILE_EXAMPLE = {
  task_id: 'chimera-3f9a1c07be42',
  enabled: true,
  ...SPENT_EXAMPLE,
  phases: [
    {
      phase: 'CODE_IMPLEMENTATION',
      round: 1,
      attempts: 1,
      started_at: '2026-03-01T12:00:00.050Z',
      ended_at: '2026-03-01T12:00:01.000Z',
      ...SPENT_EXAMPLE,
    },
  ],
};

const roundSchema = z
  .object({
    phase: z.enum(PHASES),
    round: z.int().min(1),
    attempts: z.int().min(1).describe('Those whose end was recorded.'),
    started_at: time,
    ended_at: time,
    ...spent,
  })
  .meta({ id: 'PhaseProfile' });

/** What a task spent its time on; without phases where none of its attempts was measured. */
export const taskProfileSchema = z
  .object({
    task_id: z.string(),
    enabled,
    ...spent,
    phases: z.array(roundSchema).describe('By phase and round, in the order in which they began.'),
  })
  .meta({ id: 'TaskProfile', title: 'What a task spent its time on', examples: [TASK_PROFILE_EXAMPLE] });

export type TaskProfileView = z.output<typeof taskProfileSchema>;

/** An example of a ranking. */
export const BOTTLENECKS_EXAMPLE = {
  from: '2026-03-01T11:00:00.000Z',
  to: '2026-03-01T12:00:00.000Z',
  enabled: true,
  attempts: 40,
  total_ms: 80_000,
  background_ms: 52.5,
  bottlenecks: [
    {
      section: 'agent_request',
      phase: 'CODE_IMPLEMENTATION',
      count: 8,
      total_ms: 60_000,
      mean_ms: 7_500,
      p95_ms: 9_950,
      share: 0.75,
    },
  ],
};

const bottleneckSchema = z
  .object({
    section,
    phase: z.enum(PHASES),
    count: count.describe('Attempts in which it took time.'),
    total_ms: milliseconds,
    mean_ms: milliseconds,
    p95_ms: milliseconds.describe('Within 1 %.'),
    share: share.describe('Of the time of all sections and phases.'),
  })
  .meta({ id: 'Bottleneck' });

/** Sections of phases by the time they took, most expensive first. */
export const bottlenecksSchema = z
  .object({
    from: time,
    to: time,
    enabled,
    attempts: count.describe('Profiled attempts that ended in this time.'),
    total_ms: milliseconds,
    background_ms: background,
    bottlenecks: z.array(bottleneckSchema),
  })
  .meta({ id: 'Bottlenecks', title: 'What all tasks spent their time on', examples: [BOTTLENECKS_EXAMPLE] });

export type BottlenecksView = z.output<typeof bottlenecksSchema>;
