import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TerminalAgentError } from '../domain/failure.ts';

const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 1_024;

/** Whether a path is of the form that may come from outside: relative, plain, inside, and not git's own. */
export function isPathBelow(path: string): boolean {
  const names = path.split('/');
  return Buffer.byteLength(path) <= MAX_PATH_BYTES && !/[\p{Cc}\\]/u.test(path) && names.every(isPlainName);
}

function isPlainName(name: string): boolean {
  return !['', '.', '..'].includes(name) && name.toLowerCase() !== '.git' && Buffer.byteLength(name) <= MAX_NAME_BYTES;
}

/**
 * The absolute place of a path below a folder, every folder on the way checked to be one, and made where it is missing.
 * @throws {TerminalAgentError} when the path leads through a link, or through a file.
 */
export async function placeBelow(folder: string, path: string): Promise<string> {
  if (!isPathBelow(path))
    throw new TerminalAgentError(
      `This path is refused, for it is not a plain one inside the project: ${path.slice(0, 200)}`,
    );
  const place = join(folder, path);
  let at = folder;
  for (const name of dirname(path)
    .split('/')
    .filter((name) => name !== '.')) {
    at = join(at, name);
    const there = await lstat(at).catch(() => undefined);
    if (there === undefined) await mkdir(at);
    else if (!there.isDirectory()) {
      throw new TerminalAgentError(`The path “${path}” leads through a file or a link.`);
    }
  }
  return place;
}
