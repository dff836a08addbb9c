const TASK_ID = 'chimera-3f9a1c07be42';
const ID = `${TASK_ID}-1`;
const FAILED_AT = '2026-03-01T12:04:11.250Z';
const GROUP = '6a1f0c39d2b7';
const PATTERN = 'POST <url> gave <n>';

/** A dead letter in a list. */
export const DEAD_LETTER_EXAMPLE = {
  id: ID,
  task_id: TASK_ID,
  generation: 1,
  status: 'parked',
  project: 'shop',
  priority: 5,
  title: 'Open the cart.',
  phase: 'CODE_IMPLEMENTATION',
  parked_for: 'retries',
  error: {
    phase: 'CODE_IMPLEMENTATION',
    type: 'TransientAgentError',
    message: 'POST https://coder.example/runs gave 502',
    retry_count: 3,
  },
  error_group: GROUP,
  error_pattern: PATTERN,
  retry_count: 3,
  failed_at: FAILED_AT,
  investigated: false,
  resolution: null,
  requeued_at: null,
  decided_at: null,
  reason: null,
  links: {
    self: `/api/dlq/${ID}`,
    task: `/api/tasks/${TASK_ID}`,
    requeue: `/api/dlq/${ID}/requeue`,
    discard: `/api/dlq/${ID}/discard`,
  },
} as const;

/** The groups of the queue. */
export const GROUPS_EXAMPLE = {
  groups: [
    {
      group: GROUP,
      error_type: 'TransientAgentError',
      pattern: PATTERN,
      count: 12,
      phases: ['CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW'],
      newest: FAILED_AT,
      oldest: '2026-03-01T11:58:40.007Z',
      example: ID,
    },
  ],
} as const;

/** What a bulk request would do. */
export const DRY_RUN_EXAMPLE = { dry_run: true, count: 12, ids: [ID], refused: [] } as const;

/** What a bulk request did. */
export const BULK_EXAMPLE = {
  dry_run: false,
  count: 2,
  done: [ID],
  refused: [{ id: 'chimera-77aa00112233-1', reason: 'It was discarded at 2026-03-01T12:10:00.000Z.' }],
  remaining: 0,
} as const;
