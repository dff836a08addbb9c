import { projectSchema } from '../../src/config/project.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { acceptSubmission } from '../../src/api/tasks/accept-submission.ts';
import type { TaskInput } from '../../src/workflows/task/contract.ts';
import { readHere } from './read-here.ts';
import { TRACEPARENT } from './traceparent.ts';

const FEATURE = `Feature: pay
  Scenario: a guest pays
    When I press "Pay"
    Then I see "Thank you"
`;

const PROJECT = projectSchema.parse({ name: 'shop', repository: '.', target_url: 'http://127.0.0.1:1' });

/** What the API makes of a submission, by its own code: so the tests' tasks begin with what tasks begin with. */
const ACCEPTED = await acceptSubmission(
  { feature: FEATURE, priority: 5 },
  { projects: [PROJECT], retry: STANDARD_RETRY_POLICY, readFeature: readHere },
);

/** The input of a task with the limits and bounds that a project has by default. */
export function taskInput(changes: Partial<TaskInput> = {}): TaskInput {
  return { ...ACCEPTED, traceparent: TRACEPARENT, ...changes };
}
