import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The task queue that only the workers on this data directory read: what is bound to this host (a staging process) is
 * done through it. The name is made once and kept, so that a worker that starts again reads the same queue.
 */
export async function hostTaskQueue(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, 'host-id');
  await mkdir(dataDirectory, { recursive: true });
  return `chimera-host-${(await kept(file)) ?? (await made(file))}`;
}

async function kept(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(undefinedIf('ENOENT'));
  return text?.trim();
}

/** Of several workers that start at once one links its name, whole; all read that one. */
async function made(file: string): Promise<string> {
  const id = randomBytes(6).toString('hex');
  const draft = `${file}.${id}`;
  await writeFile(draft, id);
  try {
    await link(draft, file).catch(undefinedIf('EEXIST'));
  } finally {
    await rm(draft);
  }
  return (await kept(file)) ?? id;
}

function undefinedIf(code: string) {
  return (error: unknown): undefined => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}
