import type { Workspaces } from '../agents/workspace/workspace.ts';
import type { ProjectConfig } from '../config/project.ts';

/** What projects are looked over with. */
export interface LookOver {
  readonly projects: readonly ProjectConfig[];
  readonly workspaces: Pick<Workspaces, 'lookOver'>;
  readonly log: { warn(context: object, message: string): void };
  readonly signal: AbortSignal;
}

/**
 * Looks each project's repository over as a worker starts, so that somebody hears of a wrong branch or an unreachable origin
 * before the first task does; one after the other, since a first look fetches the repository. Nothing fails by it.
 */
export async function lookOverProjects({ projects, workspaces, log, signal }: LookOver): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  for (const project of projects) {
    if (isOver()) return;
    const found = await workspaces.lookOver(project, signal).catch((error: unknown) => [messageOf(error)]);
    if (isOver()) return;
    for (const what of found) log.warn({ project: project.name }, `Project ${project.name}: ${what}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
