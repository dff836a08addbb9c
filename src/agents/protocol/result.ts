import { isAbsolute, normalize } from 'node:path';
import { z } from 'zod';
import type { AgentAction } from '../../domain/phase.ts';
import type { ActionAnswer } from '../agent.ts';
import { problemText } from './message.ts';
import { toldUsage } from './told-usage.ts';

const pathInProject = z
  .string()
  .min(1)
  .refine((path) => !isAbsolute(path) && normalize(path).split('/')[0] !== '..', 'must lie below the project’s root');

const scenario = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed']),
  duration_ms: z.number().nonnegative(),
  error: z.string().exactOptional(),
  sentence: z.string().exactOptional(),
});

const scenarios = z.array(scenario).min(1, 'must name at least one scenario: a run of zero tests is a failure');

const finding = z.object({
  rule: z.string().min(1),
  severity: z.enum(['ERROR', 'WARNING', 'INFO']),
  message: z.string().min(1),
  file: z.string().exactOptional(),
  line: z.int().min(1).exactOptional(),
});

const failed = (found: readonly { readonly status: string }[]): boolean =>
  found.some(({ status }) => status === 'failed');

/** What each action's result must hold; a status that contradicts its scenarios is refused. */
const ANSWERS = {
  generate_test: z
    .object({ test_path: pathInProject, verdict: z.enum(['test_fails', 'already_satisfied']), scenarios })
    .refine(({ verdict, scenarios }) => (verdict === 'test_fails') === failed(scenarios), {
      path: ['verdict'],
      message: 'must be test_fails when a scenario failed, and already_satisfied when all passed',
    }),
  implement_feature: z.object({ summary: z.string().min(1) }),
  review_change: z.object({
    decision: z.enum(['approved', 'rejected']),
    score: z.number().min(0).max(1),
    findings: z.array(finding),
  }),
  deploy_to_staging: z.object({ deployment_url: z.url({ protocol: /^https?$/ }) }),
  execute_test: z
    .object({ validation_status: z.enum(['passed', 'failed']), scenarios })
    .refine(({ validation_status, scenarios }) => (validation_status === 'failed') === failed(scenarios), {
      path: ['validation_status'],
      message: 'must be failed when a scenario failed, and passed when all passed',
    }),
} satisfies { readonly [A in AgentAction]: z.ZodType<ActionAnswer[A]> };

/** Reads a result message, undefined fields dropped; or says what is wrong with it, field by field. */
export function readResult<A extends AgentAction>(
  action: A,
  line: unknown,
): { readonly answer: ActionAnswer[A] } | { readonly problem: string } {
  const schema: z.ZodType<ActionAnswer[AgentAction]> = ANSWERS[action];
  const answer = schema.safeParse(line);
  const costs = toldUsage.safeParse(line);
  if (!answer.success || !costs.success) {
    const errors = [answer.error, costs.error].filter((error) => error !== undefined);
    return { problem: errors.map((error) => problemText(error, 'the result')).join('; ') };
  }
  // The schema was chosen by the action; the compiler cannot carry that over to the type argument.
  return { answer: answer.data as ActionAnswer[A] };
}
