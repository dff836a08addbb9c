import { z } from 'zod';
import { DEAD_LETTER_STATUSES } from '../../domain/dead-letter.ts';

const maybe = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const summaryShape = {
  id: z.string(),
  task_id: z.string(),
  status: z.enum(DEAD_LETTER_STATUSES),
  project: z.string(),
  priority: z.number(),
  title: z.string(),
  phase: z.string(),
  error: z.looseObject({ type: z.string(), message: z.string() }),
  error_group: z.string(),
  error_pattern: z.string(),
  retry_count: z.number(),
  failed_at: z.string(),
  investigated: z.boolean(),
  resolution: maybe,
  decided_at: maybe,
  reason: maybe,
};

/** A page of the dead letter queue; fields the CLI does not know are kept for `--json`. */
export const deadLetterPageSchema = z.looseObject({
  entries: z.array(z.looseObject(summaryShape)),
  next_cursor: maybe,
});

/** One dead letter. */
export const deadLetterSchema = z.looseObject({
  ...summaryShape,
  finished_phases: z.array(z.string()).default([]),
  stale: z.boolean().default(false),
});

/** The queue by what went wrong. */
export const groupsSchema = z.looseObject({
  groups: z.array(
    z.looseObject({
      group: z.string(),
      error_type: z.string(),
      pattern: z.string(),
      count: z.number(),
      phases: z.array(z.string()),
      newest: z.string(),
      example: z.string(),
    }),
  ),
});

const refused = z.array(z.looseObject({ id: z.string(), reason: z.string() }));

/** What a bulk request would do. */
export const dryRunSchema = z.looseObject({ count: z.number(), ids: z.array(z.string()), refused });

/** What a bulk request did. */
export const bulkSchema = z.looseObject({
  count: z.number(),
  done: z.array(z.string()),
  refused,
  remaining: z.number(),
});

export type DeadLetterPage = z.output<typeof deadLetterPageSchema>;
export type DeadLetterView = z.output<typeof deadLetterSchema>;
export type GroupsView = z.output<typeof groupsSchema>;
export type DryRun = z.output<typeof dryRunSchema>;
export type BulkAnswer = z.output<typeof bulkSchema>;
