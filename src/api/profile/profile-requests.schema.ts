import type { z } from 'zod';
import { historyQuerySchema } from '../history/history-requests.schema.ts';

/** The query of a profile over many tasks. */
export const profileQuerySchema = historyQuerySchema.pick({ from: true, to: true, project: true });

export type ProfileRequest = z.output<typeof profileQuerySchema>;
