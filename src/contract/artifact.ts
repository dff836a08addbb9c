import { z } from 'zod';
import { PHASES } from '../domain/phase.ts';

const artifactSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['test', 'report', 'screenshot', 'trace', 'video', 'log', 'diff']),
    phase: z.enum(PHASES),
    round: z.int().min(1),
    path: z.string().describe('Below the folder of the task.'),
    media_type: z.string(),
    bytes: z.int().min(0),
    url: z.string().describe('The file, as a path below the API’s origin.'),
  })
  .meta({ id: 'Artifact' });

/** The evidence of one task. */
export const artifactListSchema = z
  .object({ task_id: z.string(), artifacts: z.array(artifactSchema) })
  .meta({ id: 'ArtifactList', title: 'Artifacts of a task' });

export type ArtifactList = z.output<typeof artifactListSchema>;
export type ArtifactView = ArtifactList['artifacts'][number];
