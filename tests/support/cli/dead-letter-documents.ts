/** The id of the test's dead letter of that number. */
export function entryId(number: number): string {
  return `chimera-${number.toString(16).padStart(12, '0')}-1`;
}

/** A dead letter as the API shows it; `changes` replaces any field. */
export function deadLetterDocument(number = 1, changes: object = {}): Record<string, unknown> {
  const id = entryId(number);
  return {
    id,
    task_id: id.slice(0, -2),
    generation: 1,
    status: 'parked',
    project: 'shop',
    priority: 5,
    title: 'Discount code',
    phase: 'CODE_IMPLEMENTATION',
    parked_for: 'retries',
    error: {
      phase: 'CODE_IMPLEMENTATION',
      type: 'TransientAgentError',
      message: 'POST http://coder.example/runs gave 502',
      retry_count: 3,
    },
    error_group: '6a1f0c39d2b7',
    error_pattern: 'POST <url> gave <n>',
    retry_count: 3,
    failed_at: new Date(Date.now() - 300_000).toISOString(),
    investigated: false,
    resolution: null,
    requeued_at: null,
    decided_at: null,
    reason: null,
    links: {
      self: `/api/dlq/${id}`,
      task: `/api/tasks/${id.slice(0, -2)}`,
      requeue: `/api/dlq/${id}/requeue`,
      discard: `/api/dlq/${id}/discard`,
    },
    feature: 'Feature: Discount code',
    finished_phases: [],
    workflow_state: { state: { task_id: id.slice(0, -2) }, pipeline: {} },
    stale: false,
    ...changes,
  };
}
