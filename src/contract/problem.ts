import { z } from 'zod';
import { REFUSAL_TITLES } from '../domain/door/refusal.ts';

/** The kinds of problem the API answers with, each with the title that a person reads. */
export const PROBLEM_TITLES = {
  ...REFUSAL_TITLES,
  'invalid-request': 'The request is not acceptable',
  'malformed-json': 'The body is not valid JSON',
  'key-reused': 'The Idempotency-Key belongs to another request',
  'task-not-found': 'No such task',
  'dead-letter-not-found': 'No such dead letter',
  'dead-letter-decided': 'The dead letter was decided already',
  'dead-letter-refused': 'The task refuses it',
  'remediation-not-found': 'No such remedy',
  'remediation-over': 'The remedy is over already',
  'artifact-not-found': 'No such artifact',
  'task-ended': 'The task has ended already',
  'pool-not-found': 'No such pool',
  'agent-not-found': 'No such agent',
  'agent-without-account': 'The agent has no account',
  'worker-not-found': 'No such worker',
  'pool-unavailable': 'The pool does not answer',
  'pool-draining': 'The pool takes in no new tasks',
  'queue-full': 'The queue is full',
  'too-many-streams': 'Too many event streams are open',
  'temporal-unavailable': 'Temporal cannot be reached',
  'store-unavailable': 'The records cannot be read',
  'not-found': 'No such resource',
  'method-not-allowed': 'The method is not allowed here',
  'payload-too-large': 'The body is too large',
  'internal-error': 'Something went wrong inside Chimera',
  'http-error': 'The request failed',
} as const;

export type ProblemKind = keyof typeof PROBLEM_TITLES;

const fieldErrorSchema = z.object({
  field: z.string().describe('The field that is wrong: a body field, a query parameter or a header.'),
  message: z.string(),
  sentence: z.string().optional().describe('The sentence of the feature that was not understood.'),
  line: z.int().optional().describe('Its line in the feature text, from 1.'),
  part: z.string().optional().describe('The part that was not understood.'),
  nearest: z.string().optional().describe('The nearest form that works.'),
});

/** Problem details (RFC 9457), the one form of every error. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({
    id: 'Problem',
    title: 'Problem',
    description: 'Problem details (RFC 9457).',
    examples: [
      {
        type: 'urn:chimera:problem:invalid-request',
        title: 'The request is not acceptable',
        status: 422,
        detail: 'priority: must be a whole number from 1 to 10',
        instance: '/api/tasks',
        errors: [{ field: 'priority', message: 'must be a whole number from 1 to 10' }],
      },
    ],
  });

/** One field that is wrong. A refused feature text names the sentence, its line, the part and what would work. */
export type FieldError = z.output<typeof fieldErrorSchema>;

/** A problem as it goes over the wire. */
export type ProblemDocument = z.output<typeof problemSchema>;
