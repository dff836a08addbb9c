import { z } from 'zod';
import { DEAD_LETTER_STATUSES } from '../../domain/dead-letter.ts';
import { STAGES } from '../../domain/phase.ts';
import {
  budgetFields,
  cursorField,
  jsonObject,
  limitField,
  namingOneOf,
  NO_NUL,
  reasonField,
  textOnce,
  timeField,
} from '../fields.ts';

/** Entries that one bulk request names at most, or works on. */
export const MOST_DECIDED_AT_ONCE = 500;

const RESOLUTION_LIMIT = 4_000;
const STATUSES = [...DEAD_LETTER_STATUSES, 'any'] as const;

const since = timeField.transform((time) => new Date(time).toISOString());

const which = {
  phase: z.enum(STAGES, `must be one of ${STAGES.join(', ')}`).exactOptional(),
  project: textOnce(63).exactOptional(),
  group: textOnce(100).exactOptional().describe('The id of an error group.'),
  since: since.exactOptional().describe('Entries that failed at this time or later.'),
};

/** The query of the list of dead letters. */
export const deadLetterQuerySchema = z.strictObject({
  ...which,
  status: z
    .enum(STATUSES, `must be one of ${STATUSES.join(', ')}`)
    .default('parked')
    .transform((status) => (status === 'any' ? undefined : status)),
  investigated: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((text) => text === 'true')
    .exactOptional(),
  cursor: cursorField.exactOptional(),
  limit: limitField({ usual: 50, most: MOST_DECIDED_AT_ONCE }),
});

/** The query of the groups: those of parked entries. */
export const groupsQuerySchema = z.strictObject({ phase: which.phase, project: which.project, since: which.since });

const resolution = z
  .string('must be a text, or null')
  .max(RESOLUTION_LIMIT, `must be at most ${RESOLUTION_LIMIT} characters`)
  .regex(NO_NUL, 'must not contain NUL characters')
  .refine((text) => text.isWellFormed(), 'must not contain broken surrogate pairs')
  .transform((text) => text.trim())
  .nullable();

/** What somebody notes about a parked task. */
export const annotationSchema = namingOneOf(
  z.strictObject(
    {
      investigated: z.boolean('must be true or false').exactOptional(),
      resolution: resolution.exactOptional().describe('What came of it; null takes it back.'),
    },
    jsonObject,
  ),
  ['investigated', 'resolution'],
  'must name investigated, resolution or both',
).meta({
  id: 'DeadLetterNote',
  title: 'Note about a dead letter',
  examples: [{ investigated: true, resolution: 'The coder’s quota was used up.' }],
});

/** The body of a requeue; it may be left out altogether. */
export const requeueSchema = z
  .strictObject({ reason: reasonField.exactOptional(), ...budgetFields }, jsonObject)
  .nullish()
  .transform((body) => body ?? {});

/** The body of a discard. */
export const discardSchema = z
  .strictObject({ reason: reasonField }, jsonObject)
  .meta({ id: 'Discard', title: 'Discard', examples: [{ reason: 'the feature is not wanted any more' }] });

const ids = z
  .array(z.string('must be a text').max(100, 'must be at most 100 characters'), 'must be a list of ids')
  .min(1, 'must not be empty')
  .max(MOST_DECIDED_AT_ONCE, `must be at most ${MOST_DECIDED_AT_ONCE} ids`);

const filter = namingOneOf(
  z.strictObject({ ...which, ids: ids.exactOptional() }, jsonObject),
  [...Object.keys(which), 'ids'],
  'must name at least one of phase, project, group, since and ids',
)
  .refine((given) => given.ids === undefined || Object.keys(given).length === 1, 'must name ids alone, or none')
  .meta({ dependentSchemas: { ids: { maxProperties: 1 } } });

const bulkShape = {
  filter,
  dry_run: z.boolean('must be true or false'),
};

/** The body of a bulk requeue. */
export const bulkRequeueSchema = z
  .strictObject({ ...bulkShape, reason: reasonField.exactOptional(), ...budgetFields }, jsonObject)
  .meta({
    id: 'BulkRequeue',
    title: 'Requeue of many',
    examples: [{ filter: { phase: 'CODE_IMPLEMENTATION' }, dry_run: true }],
  });

/** The body of a bulk discard. */
export const bulkDiscardSchema = z.strictObject({ ...bulkShape, reason: reasonField }, jsonObject).meta({
  id: 'BulkDiscard',
  title: 'Discard of many',
  examples: [{ filter: { group: '6a1f0c39d2b7' }, dry_run: false, reason: 'the project is gone' }],
});

export type DeadLetterParameters = z.input<typeof deadLetterQuerySchema>;
export type DeadLetterRequest = z.output<typeof deadLetterQuerySchema>;
export type GroupsParameters = z.input<typeof groupsQuerySchema>;
export type GroupsRequest = z.output<typeof groupsQuerySchema>;
export type AnnotationBody = z.output<typeof annotationSchema>;
export type RequeueBody = z.output<typeof requeueSchema>;
export type DiscardBody = z.output<typeof discardSchema>;
export type BulkFilter = z.input<typeof bulkRequeueSchema>['filter'];
export type BulkBody = z.output<typeof bulkRequeueSchema> | z.output<typeof bulkDiscardSchema>;
