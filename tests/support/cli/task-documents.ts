import { linksOf } from '../../../src/contract/links.ts';
import { PHASES, type Phase } from '../../../src/domain/phase.ts';

const TASK_ID = 'chimera-0123456789ab';

/** The id of the task in the documents. */
export const taskId = TASK_ID;

/** A phase as the API shows one that has not begun, with changes. */
function phaseDocument(phase: Phase, changes: object = {}): object {
  return {
    phase,
    status: 'pending',
    attempts: 0,
    round: 1,
    duration_ms: null,
    verdict: null,
    started_at: null,
    finished_at: null,
    retries: [],
    ...changes,
  };
}

/** A task as the API shows it: accepted at 10:00 and running, with changes; `phases` gives changes a phase. */
export function taskDocument(
  changes: object = {},
  phases: Partial<Record<Phase, object>> = {},
): Record<string, unknown> {
  return {
    task_id: TASK_ID,
    title: 'Feature: Discount code',
    feature: 'Feature: Discount code\n  Scenario: A code\n',
    project: 'shop',
    target_url: 'http://127.0.0.1:3000',
    priority: 5,
    status: 'running',
    phase: 'E2E_TEST_GENERATION',
    trace_id: 'trace-8448eb211c80319c',
    round: 1,
    rework: { review: 0, validation: 0 },
    attempts: 0,
    created_at: '2030-01-01T10:00:00.000Z',
    started_at: '2030-01-01T10:00:00.000Z',
    finished_at: null,
    duration_ms: null,
    progress: null,
    waiting_for: null,
    result: null,
    pull_request: null,
    error: null,
    stale: false,
    links: linksOf(TASK_ID),
    phases: PHASES.map((phase) => phaseDocument(phase, phases[phase])),
    ...changes,
  };
}

/** A task that ended with success after twenty seconds. */
export function completedDocument(): Record<string, unknown> {
  const passed = { status: 'passed', attempts: 1, duration_ms: 4_000 };
  return taskDocument(
    {
      status: 'completed',
      phase: 'COMPLETE',
      finished_at: '2030-01-01T10:00:20.000Z',
      duration_ms: 20_000,
      result: {
        already_satisfied: false,
        branch: `chimera/${TASK_ID}`,
        test_path: 'tests/e2e/chimera/discount-code.spec.ts',
        test_commit: 'b'.repeat(40),
        base_commit: 'a'.repeat(40),
        commit_sha: 'c'.repeat(40),
        deployment_url: 'http://127.0.0.1:4000',
        scenarios_before: [
          { name: 'No code', status: 'passed', duration_ms: 5 },
          { name: 'A code', status: 'failed', duration_ms: 9, error: 'there is no field' },
        ],
        scenarios: [
          { name: 'No code', status: 'passed', duration_ms: 5 },
          { name: 'A code', status: 'passed', duration_ms: 9 },
        ],
      },
    },
    Object.fromEntries(PHASES.map((phase) => [phase, passed])),
  );
}

/** A task that failed its proof. */
export function failedDocument(): Record<string, unknown> {
  return taskDocument(
    {
      status: 'failed',
      phase: 'FAILED',
      finished_at: '2030-01-01T10:00:20.000Z',
      error: { phase: 'E2E_VALIDATION', type: 'VerdictError', message: 'The test fails on staging.', retry_count: 0 },
    },
    { E2E_VALIDATION: { status: 'failed', attempts: 3, round: 3, duration_ms: 9_000 } },
  );
}
