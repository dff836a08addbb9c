import { DEFAULT_REWORK_BOUNDS } from '../../src/domain/pipeline.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import type { TaskInput } from '../../src/workflows/task/contract.ts';

/** The input of a task with the limits and bounds that a project has by default. */
export function taskInput(changes: Partial<TaskInput> = {}): TaskInput {
  return {
    request: { feature: 'Feature: pay', target_url: 'http://127.0.0.1:1', priority: 5, project: 'shop' },
    rework: DEFAULT_REWORK_BOUNDS,
    retry: STANDARD_RETRY_POLICY,
    limits: {
      E2E_TEST_GENERATION: 300,
      CODE_IMPLEMENTATION: 1_800,
      GUARDIAN_REVIEW: 600,
      STAGING_DEPLOYMENT: 900,
      E2E_VALIDATION: 600,
    },
    ...changes,
  };
}
