import { z } from 'zod';

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
