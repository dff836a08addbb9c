import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isTaskId } from '../../../domain/task.ts';

const recordSchema = z.object({
  task_id: z.string().refine(isTaskId),
  /** Marks all processes of this deployment, in their environment. */
  run_id: z.string().min(1),
  lease_token: z.number(),
  commit_sha: z.string(),
  command: z.string(),
  health_path: z.string(),
  /** The checkout it runs in; absolute path. */
  directory: z.string(),
  /** ISO 8601. */
  started_at: z.string(),
  /** Written as soon as the process runs. Without it, processes can be found by `run_id` only. */
  process: z
    .object({ pid: z.int().positive(), identity: z.string(), port: z.int(), deployment_url: z.string() })
    .optional(),
});

/** A deployment as it is written down, so that any worker process of this host can find, check and end it. */
export type StagingRecord = z.output<typeof recordSchema>;

/** The records of one data directory; one a task. */
export interface StagingRecords {
  read(taskId: string): Promise<StagingRecord | undefined>;
  /** Replaces the task's record at once: a reader sees the old one or the new one. */
  write(record: StagingRecord): Promise<void>;
  /** Removes the record and the log, unless the task has another deployment by now. */
  remove(record: StagingRecord): Promise<void>;
  taskIds(): Promise<readonly string[]>;
  /** Where the output of a task's deployment goes. Absolute path. */
  logOf(taskId: string): string;
  /** The file whose lock is held by whoever deploys or tears down for a task. Absolute path. */
  lockOf(taskId: string): string;
}

/** Keeps records in `<dataDirectory>/staging/<task_id>.json`. */
export function stagingRecords(dataDirectory: string): StagingRecords {
  const folder = join(dataDirectory, 'staging');
  const checked = (taskId: string): string => {
    if (!isTaskId(taskId)) throw new Error(`${JSON.stringify(taskId)} is not a task's id.`);
    return taskId;
  };
  const pathOf = (taskId: string, ending: string): string => join(folder, `${checked(taskId)}.${ending}`);
  const read = async (taskId: string): Promise<StagingRecord | undefined> => {
    const path = pathOf(taskId, 'json');
    const text = await readFile(path, 'utf8').catch(undefinedIfMissing);
    if (text === undefined) return undefined;
    try {
      return recordSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new Error(`${path} is no record of a staging deployment.`, { cause: error });
    }
  };
  return {
    read,
    write: async (record) => {
      const path = pathOf(record.task_id, 'json');
      await mkdir(folder, { recursive: true });
      const draft = `${path}.${randomUUID()}`;
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(JSON.stringify(record));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    },
    remove: async (record) => {
      const current = await read(record.task_id);
      if (current !== undefined && current.run_id !== record.run_id) return;
      const log = pathOf(record.task_id, 'log');
      await Promise.all([log, `${log}.old`].map((path) => rm(path, { force: true })));
      await rm(pathOf(record.task_id, 'json'), { force: true });
    },
    taskIds: async () => {
      const names = (await readdir(folder).catch(undefinedIfMissing)) ?? [];
      return names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [])).filter(isTaskId);
    },
    logOf: (taskId) => pathOf(taskId, 'log'),
    lockOf: (taskId) => join(dataDirectory, 'locks', checked(taskId)),
  };
}

function undefinedIfMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
