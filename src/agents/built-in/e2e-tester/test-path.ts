import { readFile } from 'node:fs/promises';
import path from 'node:path';

const MAX_SLUG_LENGTH = 60;

/** A file name from a feature's name: lower-case ASCII letters, digits and hyphens. */
export function slugOf(name: string): string {
  const ascii = name.replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = ascii.split(/[^a-z0-9]+/).filter((word) => word !== '');
  return words.join('-').slice(0, MAX_SLUG_LENGTH).replace(/-$/, '') || 'feature';
}

/**
 * Where a task's test goes, relative to the checkout. Two features of the same name keep apart: the name that is taken
 * by another task's test gets the task's id added, so that a new task never replaces an older one's proof.
 */
export async function testPathFor(
  workspace: string,
  directory: string,
  featureName: string,
  taskId: string,
): Promise<string> {
  const slug = slugOf(featureName);
  const plain = path.posix.join(directory, `${slug}.spec.ts`);
  const present = await readFile(path.join(workspace, plain), 'utf8').catch(() => undefined);
  if (present === undefined || present.includes(`// Task: ${taskId}\n`)) return plain;
  return path.posix.join(directory, `${slug}-${taskId.replace(/^chimera-/, '')}.spec.ts`);
}
