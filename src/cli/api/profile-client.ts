import { z } from 'zod';
import { type Http, queryOf } from './http.ts';

const spent = {
  enabled: z.boolean(),
  total_ms: z.number(),
  background_ms: z.number().nullable(),
};
const sections = z.array(z.looseObject({ section: z.string(), ms: z.number(), share: z.number() }));

const taskProfileSchema = z.looseObject({
  ...spent,
  task_id: z.string(),
  sections,
  phases: z.array(
    z.looseObject({ phase: z.string(), round: z.number(), attempts: z.number(), total_ms: z.number(), sections }),
  ),
});

const bottlenecksSchema = z.looseObject({
  ...spent,
  from: z.string(),
  to: z.string(),
  attempts: z.number(),
  bottlenecks: z.array(
    z.looseObject({
      section: z.string(),
      phase: z.string(),
      count: z.number(),
      total_ms: z.number(),
      mean_ms: z.number(),
      p95_ms: z.number(),
      share: z.number(),
    }),
  ),
});

/** What a task spent its time on, as the API shows it; fields the CLI does not know are kept for `--json`. */
export type TaskProfile = z.output<typeof taskProfileSchema>;

/** What all tasks spent their time on. */
export type Bottlenecks = z.output<typeof bottlenecksSchema>;

/** Which tasks; `from` in ISO 8601. */
export interface BottleneckFilter {
  readonly from?: string;
  readonly project?: string;
}

/** What tasks spend their time on. */
export interface ProfileClient {
  ofTask(taskId: string): Promise<TaskProfile>;
  bottlenecks(filter: BottleneckFilter): Promise<Bottlenecks>;
}

/** The profiles behind an API. */
export function createProfileClient({ read }: Http): ProfileClient {
  return {
    ofTask: (taskId) => read(taskProfileSchema, `/api/tasks/${encodeURIComponent(taskId)}/profile`),
    bottlenecks: (filter) => read(bottlenecksSchema, `/api/profile${queryOf(filter)}`),
  };
}
