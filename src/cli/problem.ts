import { z } from 'zod';

const absent = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const fieldErrorSchema = z.looseObject({
  field: z.string(),
  message: z.string(),
  sentence: absent,
  line: z
    .number()
    .nullish()
    .transform((value) => value ?? undefined),
  part: absent,
  nearest: absent,
});

/** Problem details (RFC 9457) as the API answers them; the CLI's own errors take the same form. */
export const problemSchema = z.looseObject({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.number().optional(),
  detail: z.string().default(''),
  errors: z.array(fieldErrorSchema).default([]),
  retry_after_seconds: z.number().optional(),
});

/** Problem details with every default filled in. */
export type ProblemDocument = z.output<typeof problemSchema>;

/** One wrong field of a problem. */
export type ProblemField = ProblemDocument['errors'][number];
