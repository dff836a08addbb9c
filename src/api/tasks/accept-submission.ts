import { findProject, UnknownProjectError } from '../../config/chimera-config.ts';
import type { ProjectConfig } from '../../config/project.ts';
import { PARKING_LIMIT_MS } from '../../domain/dead-letter.ts';
import { type Phase, PHASE_PROFILES, PHASES } from '../../domain/phase.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { Reading, Refusal } from '../../feature/step.ts';
import type { TaskInput } from '../../workflows/task/contract.ts';
import type { FieldError } from '../../contract/problem.ts';
import { budgetOf } from '../../contract/fields.ts';
import { invalidFields } from '../problem/problem.ts';
import type { Submission } from '../../contract/task/requests.ts';

/** What a submission is judged by. */
export interface AcceptanceRules {
  readonly projects: readonly ProjectConfig[];
  readonly retry: RetryPolicy;
  readonly readFeature: (text: string) => Promise<Reading>;
}

/** What an accepted submission starts; the trace is its task's. */
export type AcceptedInput = Omit<TaskInput, 'traceparent' | 'caller_span_id' | 'from'>;

function projectOf(name: string | undefined, projects: readonly ProjectConfig[]): ProjectConfig {
  try {
    return findProject({ projects }, name);
  } catch (error) {
    if (!(error instanceof UnknownProjectError)) throw error;
    throw invalidFields([{ field: 'project', message: error.message }]);
  }
}

/** Whether the feature is read by Chimera itself rather than by a command of the project's. */
function readsFeature({ agents }: ProjectConfig): boolean {
  return (agents.E2E_TEST_GENERATION ?? agents['e2e-tester-agent'] ?? 'built-in') === 'built-in';
}

function ofRefusal({ sentence, line, part, reason, nearest }: Refusal): FieldError {
  // A text that is refused as a whole has no sentence that would be better put otherwise.
  return sentence === '' && nearest === ''
    ? { field: 'feature', message: reason, line }
    : { field: 'feature', message: reason, sentence, line, part, nearest };
}

function limitsOf({ limits }: ProjectConfig): Readonly<Record<Phase, number>> {
  const entries = PHASES.map((phase) => {
    const { limitSeconds } = PHASE_PROFILES[phase];
    return [phase, Math.min(limits[phase] ?? limitSeconds, limitSeconds)];
  });
  return Object.fromEntries(entries) as Record<Phase, number>;
}

/**
 * The submission as the workflow takes it.
 * @throws {Problem} 422 that names everything wrong with it: project, target, every sentence that is not understood.
 */
export async function acceptSubmission(
  submission: Submission,
  { projects, retry, readFeature }: AcceptanceRules,
): Promise<AcceptedInput> {
  const project = projectOf(submission.project, projects);
  const target_url = submission.target_url ?? project.target_url;
  const reading = readsFeature(project) ? await readFeature(submission.feature) : undefined;
  const errors: readonly FieldError[] = [
    ...(target_url === undefined
      ? [{ field: 'target_url', message: `is required: the project ${project.name} declares none` }]
      : []),
    ...(reading?.ok === false ? reading.refusals.map(ofRefusal) : []),
  ];
  if (target_url === undefined || errors.length > 0) throw invalidFields(errors);
  const { feature, priority } = submission;
  const budget = budgetOf(submission);
  const { deliver, rework } = project;
  const { review_rounds, validation_rounds, pull_request_rounds } = rework;
  return {
    request: { feature, target_url, priority, project: project.name, ...(budget === undefined ? {} : { budget }) },
    rework: { review_rounds, validation_rounds },
    ...(deliver.kind === 'branch' ? {} : { deliver: { rounds: pull_request_rounds, poll_seconds: deliver.poll_s } }),
    retry,
    limits: limitsOf(project),
    ...(reading?.ok === true ? { steps: reading.feature } : {}),
    pool: project.pool,
    parking_limit_ms: PARKING_LIMIT_MS,
  };
}
