import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolName } from './tool.ts';

/** What tells that a file is still the one that was probed. */
export interface Fingerprint {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Versions of programs found outside the cache, so that a program is asked once and not at every start. */
export interface ProbeMemo {
  recall(path: string, fingerprint: Fingerprint): Promise<string | undefined>;
  remember(path: string, fingerprint: Fingerprint, version: string): Promise<void>;
}

type Entries = Readonly<Record<string, Fingerprint & { readonly version: string }>>;

function isEntries(value: unknown): value is Entries {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (entry: unknown) =>
        typeof entry === 'object' && entry !== null && 'version' in entry && typeof entry.version === 'string',
    )
  );
}

async function read(file: string): Promise<Entries> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isEntries(value) ? value : {};
  } catch {
    return {}; // Absent or damaged: every program is asked again.
  }
}

/** The memo of one tool, a file in the cache directory; lost or damaged, it costs time and nothing else. */
export function openProbeMemo(cacheDirectory: string, tool: ToolName): ProbeMemo {
  const file = join(cacheDirectory, `probed-${tool}.json`);
  return {
    async recall(path, { size, mtimeMs }) {
      const entry = (await read(file))[path];
      return entry?.size === size && entry.mtimeMs === mtimeMs ? entry.version : undefined;
    },
    async remember(path, { size, mtimeMs }, version) {
      await mkdir(cacheDirectory, { recursive: true });
      const draft = `${file}.${crypto.randomUUID()}`;
      const entries: Entries = { ...(await read(file)), [path]: { size, mtimeMs, version } };
      await writeFile(draft, JSON.stringify(entries, null, 2));
      await rename(draft, file);
    },
  };
}
