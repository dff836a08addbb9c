import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isTaskId } from '../../domain/task.ts';
import { replaceFile } from './replace-file.ts';

const record = z.object({
  task_id: z.string(),
  project: z.string(),
  base_commit: z.string(),
  /** In ms since 1970. */
  kept_until: z.number().optional(),
  /** Directories that commits of the task were checked out to, besides the worktree. */
  checkouts: z.array(z.string()),
});

/** What this host knows of a task's workspace; lies beside the worktree, out of the agent's way. */
export type WorkspaceRecord = z.output<typeof record>;

const file = (directory: string, taskId: string): string => join(directory, `${taskId}.json`);

/** The record of a task, undefined when it has none or one that cannot be read. */
export async function readRecord(directory: string, taskId: string): Promise<WorkspaceRecord | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(file(directory, taskId), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes a task's record in place of the one before. */
export async function writeRecord(directory: string, written: WorkspaceRecord): Promise<void> {
  await mkdir(directory, { recursive: true });
  await replaceFile(file(directory, written.task_id), JSON.stringify(written));
}

/** Removes a task's record. Safe to repeat. */
export async function removeRecord(directory: string, taskId: string): Promise<void> {
  await rm(file(directory, taskId), { force: true });
}

/** All records in a directory. */
export async function readRecords(directory: string): Promise<WorkspaceRecord[]> {
  const names = await readdir(directory).catch(() => []);
  const tasks = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const records = await Promise.all(tasks.filter(isTaskId).map((task) => readRecord(directory, task)));
  return records.filter((found) => found !== undefined);
}
