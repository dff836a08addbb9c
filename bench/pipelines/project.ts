import { projectSchema } from '../../src/config/project.ts';
import { PHASES, PHASE_PROFILES, type Phase } from '../../src/domain/phase.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
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

/** A task as the API accepts it, for the pool of that name. */
export function taskFor(pool: string): TaskInput {
  return {
    request: { feature: FEATURE, target_url: 'http://127.0.0.1:1', priority: 5, project: PROJECT.name },
    rework: PROJECT.rework,
    retry: STANDARD_RETRY_POLICY,
    limits: Object.fromEntries(PHASES.map((phase) => [phase, PHASE_PROFILES[phase].limitSeconds])) as Record<
      Phase,
      number
    >,
    pool,
  };
}
