import { z } from 'zod';
import { TASK_STATUSES } from '../../domain/task.ts';
import { cursorField, jsonObject, limitField, reasonField, textOnce } from '../http/request-fields.ts';
import { prioritySchema } from './submission.schema.ts';

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

export type CancelBody = z.output<typeof cancelSchema>;
export type TaskChange = z.output<typeof taskChangeSchema>;
