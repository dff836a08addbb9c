import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startedAt } from '../../host/process.ts';

const instanceSchema = z.looseObject({
  pid: z.int().positive(),
  api_url: z.string(),
  temporal_ui_url: z.string().optional(),
  started_at: z.iso.datetime(),
});

/** A running Chimera as it tells of itself in its data directory. */
export type Instance = z.output<typeof instanceSchema>;

const TOLERANCE_MS = 2_000;

function fileIn(dataDirectory: string): string {
  return join(dataDirectory, 'chimera.json');
}

/** Writes down that this instance runs on a data directory, in one step. */
export async function writeInstance(dataDirectory: string, instance: Instance): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  const draft = `${fileIn(dataDirectory)}.${instance.pid}`;
  await writeFile(draft, `${JSON.stringify(instance, undefined, 2)}\n`);
  await rename(draft, fileIn(dataDirectory));
}

/** Takes back what an instance wrote down, unless another has taken its place. */
export async function removeInstance(dataDirectory: string, pid: number): Promise<void> {
  const written = await readInstance(dataDirectory);
  if (written === undefined || written.pid === pid) await rm(fileIn(dataDirectory), { force: true });
}

/** What is written down, whether it still runs or not; undefined when there is nothing that can be read. */
async function readInstance(dataDirectory: string): Promise<Instance | undefined> {
  try {
    return instanceSchema.parse(JSON.parse(await readFile(fileIn(dataDirectory), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Whether the process that an instance names is still that process, and not a later one with the same number. */
export async function isInstanceRunning({ pid, started_at }: Instance): Promise<boolean> {
  const began = await startedAt(pid);
  return began !== undefined && began <= Date.parse(started_at) + TOLERANCE_MS;
}

/** The instance that runs on a data directory now, if there is one. */
export async function runningInstance(dataDirectory: string): Promise<Instance | undefined> {
  const instance = await readInstance(dataDirectory);
  return instance !== undefined && (await isInstanceRunning(instance)) ? instance : undefined;
}
