import { stat } from 'node:fs/promises';

/** Whether a path exists, links followed. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
