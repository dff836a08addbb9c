import { acceptSubmission } from '../../src/api/tasks/accept-submission.ts';
import { startTrace } from '../../src/api/tasks/start-trace.ts';
import { projectSchema } from '../../src/config/project.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { readFeature } from '../../src/feature/read-feature.ts';
import type { TaskInput } from '../../src/workflows/task/contract.ts';

const FEATURE = `Feature: vouchers
  Scenario: A guest pays with a voucher
    Given I am on the page "/cart"
    When I fill in "Voucher" with "SPRING"
    And I press "Redeem"
    Then I see "10.00 EUR off"
    And the field "Total" contains "32.00 EUR"
`;

/** The project that the bench's tasks belong to. */
export const PROJECT = projectSchema.parse({
  name: 'bench',
  repository: '/nowhere',
  target_url: 'http://127.0.0.1:1',
  staging: { command: 'true' },
});

const accepted = await acceptSubmission(
  { feature: FEATURE, priority: 5 },
  {
    projects: [PROJECT],
    retry: STANDARD_RETRY_POLICY,
    readFeature: (text) => Promise.resolve(readFeature(text)),
  },
);

/** A task as the API accepts it, for the pool of that name. */
export function taskFor(taskId: string, pool: string): TaskInput {
  return { ...accepted, ...startTrace(taskId, undefined), pool };
}
