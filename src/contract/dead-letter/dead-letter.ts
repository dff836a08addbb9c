import { z } from 'zod';
import { DEAD_LETTER_STATUSES, PARKED_FOR } from '../../domain/dead-letter.ts';
import { STAGES } from '../../domain/phase.ts';
import { BULK_EXAMPLE, DEAD_LETTER_EXAMPLE, DRY_RUN_EXAMPLE, GROUPS_EXAMPLE } from './example.ts';
import { count, nextCursor, time } from '../fields.ts';

const phase = z.enum(STAGES);

const linksSchema = z
  .object({ self: z.string(), task: z.string(), requeue: z.string(), discard: z.string() })
  .meta({ id: 'DeadLetterLinks' });

const summaryShape = {
  id: z.string().describe('Of the task, and how often it has been parked.'),
  task_id: z.string(),
  generation: z.int().min(1),
  status: z.enum(DEAD_LETTER_STATUSES).meta({ id: 'DeadLetterStatus' }),
  project: z.string(),
  priority: z.int().min(1).max(10),
  title: z.string().describe('The first line of the feature.'),
  phase: phase.describe('The phase that failed; a requeue goes on from it.'),
  parked_for: z.enum(PARKED_FOR).describe('Why it was parked, by the type of its error.'),
  error: z.object({ phase: z.string(), type: z.string(), message: z.string(), retry_count: count }),
  error_group: z.string().describe('Errors that differ only in ids, numbers, paths and quoted texts share it.'),
  error_pattern: z.string().describe('The message with placeholders for what differs.'),
  retry_count: count.describe('Retries used up in that phase.'),
  failed_at: time,
  investigated: z.boolean(),
  resolution: z.string().nullable(),
  requeued_at: time.nullable(),
  decided_at: time.nullable().describe('When it was requeued, discarded or cancelled.'),
  reason: z.string().nullable().describe('Why it was decided so.'),
  links: linksSchema,
};

/** A dead letter in a list. */
export const deadLetterSummarySchema = z
  .object(summaryShape)
  .meta({ id: 'DeadLetter', title: 'Dead letter in a list', examples: [DEAD_LETTER_EXAMPLE] });

/** A dead letter with all that a requeue goes on from. */
export const deadLetterViewSchema = z
  .object({
    ...summaryShape,
    feature: z.string(),
    finished_phases: z.array(phase).describe('What a requeue need not do again.'),
    workflow_state: z
      .object({ state: z.looseObject({ task_id: z.string() }), pipeline: z.looseObject({}) })
      .describe('The checkpoint: the state of the task when it was parked, and its pipeline with every result.'),
    stale: z.boolean().describe('True when the workflow did not answer, so that this is its last record.'),
  })
  .meta({ id: 'DeadLetterDetails', title: 'Dead letter' });

/** One page of the dead letter queue, what failed last first. */
export const deadLetterPageSchema = z
  .object({
    entries: z.array(deadLetterSummarySchema),
    next_cursor: nextCursor,
  })
  .meta({ id: 'DeadLetterPage', title: 'Page of dead letters' });

/** The queue by what went wrong, the largest group first. */
export const groupsSchema = z
  .object({
    groups: z
      .array(
        z.object({
          group: z.string(),
          error_type: z.string(),
          pattern: z.string(),
          count: z.int().min(1),
          phases: z.array(phase).readonly(),
          newest: time,
          oldest: time,
          example: z.string().describe('The id of the newest entry.'),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'DeadLetterGroups', title: 'Groups of dead letters', examples: [GROUPS_EXAMPLE] });

const refused = z
  .array(z.object({ id: z.string(), reason: z.string() }))
  .readonly()
  .describe('Entries that it was not done to, each with the reason.');

/** What a bulk request would do. */
export const bulkDryRunSchema = z.object({
  dry_run: z.literal(true),
  count: count.describe('Entries that it would be done to.'),
  ids: z.array(z.string()).readonly().describe('The first of them, those that failed first.'),
  refused,
});

/** What a bulk request did. */
export const bulkDoneSchema = z.object({
  dry_run: z.literal(false),
  count: count.describe('Entries that it was tried with.'),
  done: z.array(z.string()).readonly(),
  refused,
  remaining: count.describe('Entries that fit too; the same request again goes on with them.'),
});

/** What a bulk request would do, or did. */
export const bulkSchema = z
  .discriminatedUnion('dry_run', [bulkDryRunSchema, bulkDoneSchema])
  .meta({ id: 'BulkDecision', title: 'Outcome of a bulk request', examples: [DRY_RUN_EXAMPLE, BULK_EXAMPLE] });

export type DeadLetterSummaryView = z.output<typeof deadLetterSummarySchema>;
export type DeadLetterView = z.output<typeof deadLetterViewSchema>;
export type DeadLetterPageView = z.output<typeof deadLetterPageSchema>;
export type DeadLetterGroups = z.output<typeof groupsSchema>;
export type BulkDryRun = z.output<typeof bulkDryRunSchema>;
export type BulkDone = z.output<typeof bulkDoneSchema>;
export type BulkOutcome = z.output<typeof bulkSchema>;
