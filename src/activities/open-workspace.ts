import type { PhaseWork } from './phase-edge.ts';
import type { ActivityPorts, TaskWorkspace } from './ports.ts';

/** The task's checkout at a commit, with the project's set-up done. */
export async function openWorkspace(ports: ActivityPorts, work: PhaseWork, commit: string): Promise<TaskWorkspace> {
  const project = ports.projectNamed(work.input.request.project);
  work.progress('preparing the workspace');
  const workspace = await ports.workspaces.open({ taskId: work.input.task_id, project, commit, signal: work.signal });
  if (project.set_up !== undefined) {
    work.progress(`setting up: ${project.set_up}`);
    await workspace.setUp(project.set_up, work.signal);
  }
  return workspace;
}
