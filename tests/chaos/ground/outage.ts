import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentAction } from '../../../src/domain/phase.ts';
import type { Ground } from './ground.ts';

/** Takes a project's agent away: each of its calls fails at once, in a way that may pass, until it is brought back. */
export async function takeDown(
  { directory }: Pick<Ground, 'directory'>,
  project: string,
  action: AgentAction,
): Promise<() => Promise<void>> {
  const file = join(directory, `down-${project}-${action}`);
  await writeFile(file, '');
  return () => rm(file);
}
