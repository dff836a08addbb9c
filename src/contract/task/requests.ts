import { z } from 'zod';
import { DEFAULT_PRIORITY, TASK_STATUSES } from '../../domain/task.ts';
import { budgetFields, cursorField, jsonObject, limitField, reasonField, VISIBLE_TEXT, textOnce } from '../fields.ts';
import { SUBMISSION_EXAMPLE } from './example.ts';

const FEATURE_LIMIT_BYTES = 64 * 1024;
const URL_LIMIT = 2_048;

/** A scheme, a host without a user name before it, and what else there is. */
const WEB_URL = /^[hH][tT][tT][pP][sS]?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/;

const textField = (name: string) =>
  z.string({ error: ({ input }) => (input === undefined ? 'is required' : `must be a text: ${name}`) });

const feature = textField('the feature in Gherkin or plain sentences')
  .max(FEATURE_LIMIT_BYTES, { error: 'must be at most 64 KiB of UTF-8', abort: true })
  .regex(VISIBLE_TEXT, {
    error: ({ input }) => (input?.trim() === '' ? 'must not be empty' : 'must not contain NUL characters'),
    abort: true,
  })
  .refine((text) => new TextEncoder().encode(text).length <= FEATURE_LIMIT_BYTES, {
    error: 'must be at most 64 KiB of UTF-8',
    abort: true,
  })
  .refine((text) => text.isWellFormed(), 'must not contain broken surrogate pairs')
  .meta({
    description: 'What is wanted, in Gherkin or plain sentences; at most 64 KiB.',
    examples: ['Open the home page.\nEnter "WELCOME10" into Discount code and click Apply.\nI see "10 % off".'],
  });

const NO_URL = 'must be an absolute http or https URL, such as "http://localhost:3000"';

/** Why a text is no URL of a site. */
const complaintAbout = (text: string): string =>
  URL.canParse(text) && new URL(text).username + new URL(text).password !== ''
    ? 'must not contain a user name or a password'
    : NO_URL;

const targetUrl = textField('the URL of the running site')
  .max(URL_LIMIT, { error: NO_URL, abort: true })
  .regex(WEB_URL, { error: ({ input }) => complaintAbout(input ?? ''), abort: true })
  .refine((text) => URL.canParse(text), NO_URL)
  .meta({
    format: 'uri',
    description: 'The site as it is now, without the feature. May be left out when the project declares one.',
    examples: ['http://localhost:3000'],
  });

/** A priority, 1 to 10. */
const prioritySchema = z
  .number({ error: 'must be a whole number from 1 to 10' })
  .int('must be a whole number from 1 to 10')
  .min(1, 'must be a whole number from 1 to 10')
  .max(10, 'must be a whole number from 1 to 10');

/** What is sent to submit a task. */
export const submissionSchema = z
  .strictObject(
    {
      feature,
      target_url: targetUrl.optional(),
      priority: prioritySchema.default(DEFAULT_PRIORITY).describe('1 may wait, 10 goes first.'),
      project: textField('the name of a declared project')
        .optional()
        .describe('A declared project; may be left out when there is only one.'),
      ...budgetFields,
    },
    { error: ({ code }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined) },
  )
  .meta({ id: 'TaskSubmission', title: 'Task submission', examples: [SUBMISSION_EXAMPLE] });

/** A submission as it is sent, and as one whose fields are each well formed. */
export type SubmissionBody = z.input<typeof submissionSchema>;
export type Submission = z.output<typeof submissionSchema>;

/** The query of the list of tasks. */
export const taskQuerySchema = z.strictObject({
  status: z.enum(TASK_STATUSES, `must be one of ${TASK_STATUSES.join(', ')}`).exactOptional(),
  project: textOnce(63).exactOptional(),
  q: textOnce(200).exactOptional(),
  cursor: cursorField.exactOptional(),
  limit: limitField({ usual: 50, most: 200 }),
});

/** The body of a wish to cancel; it may be left out altogether. */
export const cancelSchema = z
  .strictObject({ reason: reasonField.default('cancelled through the API') }, jsonObject)
  .nullish()
  .transform((body) => body ?? { reason: 'cancelled through the API' });

/** The body of a change of a task. */
export const taskChangeSchema = z
  .strictObject({ priority: prioritySchema.describe('1 may wait, 10 goes first.') }, jsonObject)
  .meta({ id: 'TaskChange', title: 'Change of a task', examples: [{ priority: 9 }] });

export type TaskListParameters = z.input<typeof taskQuerySchema>;
export type CancelBody = z.output<typeof cancelSchema>;
export type TaskChange = z.output<typeof taskChangeSchema>;
