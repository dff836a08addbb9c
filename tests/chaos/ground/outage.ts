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

/** Keeps calls of an action at work, with a sign of life each half second, until they are released. */
export async function hold(
  { directory }: Pick<Ground, 'directory'>,
  action: AgentAction,
): Promise<() => Promise<void>> {
  const file = join(directory, `hold-${action}`);
  await writeFile(file, '');
  return () => rm(file);
}

/** Has the next three calls of an action hang: they are silent and do not end by themselves. */
export async function hangThree({ directory }: Pick<Ground, 'directory'>, action: AgentAction): Promise<void> {
  await Promise.all([1, 2, 3].map((ticket) => writeFile(join(directory, `hang-${action}-${ticket}`), '')));
}
