import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Whether there is a file at `path` that this user may execute. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The first executable called `command` on a PATH, then in `further` directories; undefined when there is none. */
export async function findCommand(
  command: string,
  path: string | undefined,
  further: readonly string[] = [],
): Promise<string | undefined> {
  const directories = [...(path ?? '').split(delimiter).filter((directory) => directory !== ''), ...further];
  for (const directory of directories) {
    const candidate = join(directory, command);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}
