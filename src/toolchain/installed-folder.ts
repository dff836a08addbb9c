import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isExecutable } from './executables.ts';

/** What a cache folder says of the tool in it; `needs` are executables elsewhere without which it cannot run. */
export interface InstalledTool {
  readonly executable: string;
  readonly version: string;
  readonly source: string;
  readonly needs: readonly string[];
}

const MANIFEST_NAME = 'installed.json';

function isInstalledTool(value: unknown): value is InstalledTool {
  return (
    typeof value === 'object' &&
    value !== null &&
    'executable' in value &&
    typeof value.executable === 'string' &&
    'version' in value &&
    typeof value.version === 'string' &&
    'source' in value &&
    typeof value.source === 'string' &&
    'needs' in value &&
    Array.isArray(value.needs)
  );
}

/** The finished tool in a cache folder, its executable as an absolute path; undefined when it is not usable. */
export async function readInstalled(cacheDirectory: string, folder: string): Promise<InstalledTool | undefined> {
  const directory = join(cacheDirectory, folder);
  try {
    const manifest: unknown = JSON.parse(await readFile(join(directory, MANIFEST_NAME), 'utf8'));
    if (!isInstalledTool(manifest)) return undefined;
    const executable = join(directory, manifest.executable);
    const present = await Promise.all([executable, ...manifest.needs].map(isExecutable));
    return present.every(Boolean) ? { ...manifest, executable } : undefined;
  } catch {
    return undefined;
  }
}

async function removeLeftovers(cacheDirectory: string, prefix: string): Promise<void> {
  const names = await readdir(cacheDirectory);
  const stale = names.filter((name) => name.startsWith(prefix));
  await Promise.all(stale.map((name) => rm(join(cacheDirectory, name), { recursive: true, force: true })));
}

/**
 * Fills a cache folder in one step: `fill` works in a draft that becomes the folder once it is complete, so that a
 * half-made tool is never seen. The caller holds the folder's lock; drafts of installs that died are cleared away.
 */
export async function installFolder(
  cacheDirectory: string,
  folder: string,
  fill: (draft: string) => Promise<InstalledTool>,
): Promise<void> {
  await mkdir(cacheDirectory, { recursive: true });
  const prefix = `draft-${folder}-`;
  await removeLeftovers(cacheDirectory, prefix);
  const draft = join(cacheDirectory, `${prefix}${crypto.randomUUID()}`);
  await mkdir(draft);
  try {
    const manifest = await fill(draft);
    await writeFile(join(draft, MANIFEST_NAME), JSON.stringify(manifest, null, 2));
    await rm(join(cacheDirectory, folder), { recursive: true, force: true });
    await rename(draft, join(cacheDirectory, folder));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
