import { z } from 'zod';
import { PHASES } from '../../domain/phase.ts';
import { TASK_STATUSES, type TaskStatus } from '../../domain/task.ts';

const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

const scenarioSchema = z.looseObject({
  name: z.string(),
  status: z.enum(['passed', 'failed']),
  error: maybe(z.string()),
  sentence: maybe(z.string()),
});

const phaseSchema = z.looseObject({
  phase: z.enum(PHASES),
  status: z.enum(['pending', 'running', 'passed', 'failed', 'rejected', 'cancelled']),
  attempts: z.number().default(0),
  round: z.number().default(1),
  duration_ms: maybe(z.number()),
  started_at: maybe(z.string()),
  finished_at: maybe(z.string()),
  verdict: maybe(z.string()),
});

const waitingSchema = z.looseObject({
  kind: z.string(),
  until: maybe(z.string()),
  error: maybe(z.string()),
  position: maybe(z.number()),
  estimated_start: maybe(z.string()),
  reason: maybe(z.string()),
  agent: maybe(z.string()),
  attempt: maybe(z.number()),
});

const resultSchema = z.looseObject({
  already_satisfied: z.boolean().default(false),
  branch: maybe(z.string()),
  test_path: maybe(z.string()),
  test_blob: maybe(z.string()),
  base_commit: maybe(z.string()),
  commit_sha: maybe(z.string()),
  files_changed: maybe(z.array(z.string())),
  deployment_url: maybe(z.string()),
  scenarios_before: z.array(scenarioSchema).default([]),
  scenarios: z.array(scenarioSchema).default([]),
});

/** One task as the API shows it; fields the CLI does not know are kept for `--json`. */
export const taskViewSchema = z.looseObject({
  task_id: z.string(),
  feature: z.string(),
  project: z.string(),
  priority: z.number(),
  target_url: z.string(),
  status: z.enum(TASK_STATUSES),
  phase: z.string(),
  round: z.number().default(1),
  phases: z.array(phaseSchema).default([]),
  progress: maybe(z.looseObject({ message: z.string(), fraction: maybe(z.number()), at: maybe(z.string()) })),
  waiting_for: maybe(waitingSchema),
  result: maybe(resultSchema),
  error: maybe(z.looseObject({ phase: z.string(), type: maybe(z.string()), message: z.string() })),
  created_at: z.string(),
  started_at: maybe(z.string()),
  finished_at: maybe(z.string()),
  duration_ms: maybe(z.number()),
  links: maybe(z.looseObject({ temporal_ui: maybe(z.string()) })),
});

/** One task, read from the API. */
export type TaskView = z.output<typeof taskViewSchema>;

/** One phase of a task, read from the API. */
export type PhaseView = TaskView['phases'][number];

/** One scenario's outcome, read from the API. */
export type ScenarioView = z.output<typeof scenarioSchema>;

/** A page of the task list. */
export const taskListSchema = z.looseObject({
  tasks: z.array(
    z.looseObject({
      task_id: z.string(),
      title: z.string(),
      project: z.string(),
      priority: z.number(),
      status: z.enum(TASK_STATUSES),
      phase: z.string(),
      created_at: z.string(),
      duration_ms: maybe(z.number()),
      waiting_for: maybe(waitingSchema),
    }),
  ),
  next_cursor: maybe(z.string()),
});

/** A page of the task list, newest first. */
export type TaskList = z.output<typeof taskListSchema>;

/** What the API answers to a new task. */
export const acceptedTaskSchema = z.looseObject({ task_id: z.string(), status: z.string(), created_at: z.string() });

/** A new task, accepted. */
export type AcceptedTask = z.output<typeof acceptedTaskSchema>;

/** What the API answers to a change of a task's priority. */
export const prioritisedTaskSchema = z.looseObject({ task_id: z.string(), priority: z.number() });

/** A task whose priority was changed. */
export type PrioritisedTask = z.output<typeof prioritisedTaskSchema>;

/** One kept file of a task. */
export const artifactListSchema = z.looseObject({
  artifacts: z.array(
    z.looseObject({
      name: z.string(),
      kind: z.string(),
      phase: z.string(),
      round: z.number(),
      path: z.string(),
      url: maybe(z.string()),
    }),
  ),
});

/** One kept file of a task, read from the API. */
export type ArtifactView = z.output<typeof artifactListSchema>['artifacts'][number];

const endings: Readonly<Record<TaskStatus, boolean>> = {
  queued: false,
  running: false,
  completed: true,
  failed: true,
  dead_lettered: true,
  discarded: true,
  cancelled: true,
};

/** Whether a task no longer works: it completed, failed, was cancelled, or is parked. */
export function hasEnded({ status }: Pick<TaskView, 'status'>): boolean {
  return endings[status];
}
