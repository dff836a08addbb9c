import { z } from 'zod';
import { PULL_REQUEST_STATUSES } from '../../domain/delivery/pull-request.ts';
import { PHASES, STAGES } from '../../domain/phase.ts';
import { PHASE_STATUSES, TASK_STATUSES } from '../../domain/task.ts';
import { SUBMITTED_EXAMPLE, TASK_EXAMPLE } from './example.ts';
import { nextCursor, share, time } from '../fields.ts';

const phaseName = z.enum(PHASES).meta({ id: 'Phase' });
const stageName = z.enum(STAGES).meta({ id: 'Stage', description: 'A phase, or the delivery of what is proven.' });
const taskStatus = z.enum(TASK_STATUSES).meta({ id: 'TaskStatus' });
const milliseconds = z.int().min(0).describe('Milliseconds.');

/** The links of a task, as paths below the API's origin; the Web UI's is absolute. */
const linksSchema = z
  .object({
    self: z.string(),
    events: z.string(),
    artifacts: z.string(),
    cancel: z.string(),
    temporal_ui: z.string().optional(),
  })
  .meta({ id: 'TaskLinks' });

const progressSchema = z
  .object({
    action: z.string(),
    message: z.string().describe('What the agent is doing.'),
    fraction: share.optional().describe('How far it is, 0 to 1, where that is known.'),
    at: time,
  })
  .meta({ id: 'Progress' });

const waitingForSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('lease'),
      position: z.int().min(1).optional().describe('Its place in the queue of its pool; 1 starts next.'),
      estimated_start: time.optional().describe('By what tasks took lately; absent while nothing is known.'),
      reason: z.string().optional().describe('Why it has not started yet, in a sentence.'),
    }),
    z.object({ kind: z.literal('retry'), phase: stageName, until: time, attempt: z.int(), error: z.string() }),
    z.object({ kind: z.literal('breaker'), agent: z.string(), until: time }),
    z.object({
      kind: z.literal('account'),
      agent: z.string(),
      until: time.describe('Its turn to ask again, behind those who wait for the same account.'),
      reason: z.string().describe('Why the account takes no calls.'),
    }),
    z.object({ kind: z.literal('worker'), phase: stageName }),
    z.object({
      kind: z.literal('pull_request'),
      url: z.string(),
      until: time.describe('The task ends as it stands when nobody has said a word until then.'),
      error: z.string().optional().describe('Why it could not be looked at the last time, where it could not.'),
    }),
    z.object({ kind: z.literal('approval') }),
    z.object({ kind: z.literal('operator') }),
  ])
  .meta({ id: 'WaitingFor', description: 'What the task waits for while it does not work.' });

const scenarioSchema = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed']),
  duration_ms: z.number(),
  error: z.string().optional(),
  sentence: z.string().optional(),
});

const resultSchema = z
  .object({
    already_satisfied: z.boolean(),
    test_path: z.string(),
    test_commit: z.string(),
    base_commit: z.string(),
    branch: z.string(),
    commit_sha: z.string().optional(),
    files_changed: z.array(z.string()).readonly().optional(),
    deployment_url: z.string().optional(),
    validation_status: z.literal('passed').optional(),
    test_blob: z.string().optional(),
    scenarios_before: z.array(scenarioSchema).readonly(),
    scenarios: z.array(scenarioSchema).readonly(),
  })
  .meta({ id: 'TaskResult' });

const pullRequestSchema = z
  .object({
    url: z.string(),
    number: z.int().describe('Its number in its repository.'),
    status: z.enum(PULL_REQUEST_STATUSES).describe('As it was last seen.'),
    commit_sha: z.string().describe('The proven commit that it was brought up to.'),
    problems: z
      .array(z.string())
      .readonly()
      .describe('What could not be done to it, such as a label; it is delivered.'),
  })
  .meta({ id: 'PullRequest', description: 'The pull request by which the change is handed over.' });

const errorSchema = z
  .object({ phase: z.string(), type: z.string(), message: z.string(), retry_count: z.int() })
  .meta({ id: 'TaskError' });

const retrySchema = z
  .object({
    at: time,
    kind: z.enum(['failed', 'postponed', 'worker_lost']),
    error: z.string(),
    delay_ms: milliseconds
      .nullable()
      .describe('The wait after it; null where no further try followed, or none is known.'),
  })
  .meta({ id: 'FailedTry' });

const phaseSchema = z
  .object({
    phase: phaseName,
    status: z.enum(PHASE_STATUSES),
    attempts: z.int().min(0).describe('Attempts over all rounds, the running one included.'),
    round: z.int().min(1),
    duration_ms: milliseconds.nullable(),
    verdict: z
      .enum(['test_fails', 'already_satisfied', 'implemented', 'approved', 'rejected', 'deployed', 'passed', 'failed'])
      .nullable(),
    started_at: time.nullable(),
    finished_at: time.nullable(),
    retries: z
      .array(retrySchema)
      .readonly()
      .describe('Tries that did not succeed, over all rounds; the latest twenty.'),
  })
  .meta({ id: 'PhaseView' });

const summaryShape = {
  task_id: z.string(),
  title: z.string().describe('The first line of the feature.'),
  project: z.string(),
  target_url: z.string(),
  priority: z.int().min(1).max(10),
  status: taskStatus,
  phase: z.enum([...STAGES, 'COMPLETE', 'FAILED', 'DEAD_LETTERED', 'CANCELLED']),
  created_at: time,
  started_at: time.nullable(),
  finished_at: time.nullable(),
  duration_ms: milliseconds.nullable(),
  waiting_for: waitingForSchema.nullable(),
  links: linksSchema,
};

/** A task in a list; there it waits for its lease or for nothing, since more is known to its workflow alone. */
export const taskSummarySchema = z.object(summaryShape).meta({ id: 'TaskSummary', title: 'Task in a list' });

/** A task with all that is known of it. */
export const taskViewSchema = z
  .object({
    ...summaryShape,
    trace_id: z.string().describe('`trace-` and 16 hexadecimal digits, the last of its OpenTelemetry trace id.'),
    feature: z.string(),
    round: z.int().min(1),
    rework: z.object({
      review: z.int(),
      validation: z.int(),
      pull_request: z.int().optional().describe('Rounds that remarks on the pull request asked for.'),
    }),
    progress: progressSchema.nullable(),
    phases: z.array(phaseSchema),
    attempts: z.int().describe('Attempts of all phases together.'),
    result: resultSchema.nullable(),
    pull_request: pullRequestSchema.nullable(),
    error: errorSchema.nullable(),
    stale: z.boolean().describe('True when no worker answered, so that the state may lag behind.'),
  })
  .meta({ id: 'Task', title: 'Task', examples: [TASK_EXAMPLE] });

/** What a stream of a task's events says, by the name of the event: the whole task on every change, and that it has ended. */
export const taskEventSchemas = {
  state: taskViewSchema,
  end: z.object({ task_id: z.string(), status: taskStatus }),
} as const;

/** The answer to a submission. */
export const submittedSchema = z
  .object({ task_id: z.string(), status: taskStatus, created_at: time, links: linksSchema })
  .meta({ id: 'SubmittedTask', title: 'Submitted task', examples: [SUBMITTED_EXAMPLE] });

/** The answer to a wish to cancel. */
export const cancellingSchema = z
  .object({ task_id: z.string(), status: taskStatus, cancel_requested: z.literal(true), links: linksSchema })
  .meta({ id: 'CancellingTask', title: 'Task being cancelled' });

/** One page of tasks, newest first. */
export const taskPageSchema = z
  .object({
    tasks: z.array(taskSummarySchema),
    next_cursor: nextCursor,
  })
  .meta({ id: 'TaskPage', title: 'Page of tasks' });

export type PhaseView = z.output<typeof phaseSchema>;
export type ScenarioView = z.output<typeof scenarioSchema>;
export type TaskSummaryView = z.output<typeof taskSummarySchema>;
export type TaskView = z.output<typeof taskViewSchema>;
export type TaskEvent = {
  readonly [Name in keyof typeof taskEventSchemas]: {
    readonly type: Name;
    readonly data: z.output<(typeof taskEventSchemas)[Name]>;
  };
}[keyof typeof taskEventSchemas];
export type SubmittedTask = z.output<typeof submittedSchema>;
export type CancellingTask = z.output<typeof cancellingSchema>;
export type TaskPageView = z.output<typeof taskPageSchema>;
