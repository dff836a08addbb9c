import type { PhaseWork } from './phase-edge.ts';
import type { Workspace } from '../agents/workspace/workspace.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

const SUBJECT_LENGTH = 72;

/** The task's checkout at a commit, with the project's set-up done; under a key, at what an attempt before committed under it. */
export async function openReadyWorkspace(
  ports: ActivityPorts,
  work: PhaseWork,
  commit: string,
  key?: string,
): Promise<Workspace> {
  const workspace = await openBareWorkspace(ports, work, commit, key);
  await makeReady(ports, work, workspace);
  return workspace;
}

/** Does the project's set-up in an open workspace. */
export async function makeReady(ports: ActivityPorts, work: PhaseWork, workspace: Workspace): Promise<void> {
  const project = ports.projectNamed(work.input.request.project);
  if (project.set_up === undefined) return;
  work.progress(`setting up: ${project.set_up}`);
  await workspace.setUp(project.set_up, (command, directory) =>
    ports.runSetUp({ command, directory, project }, work.signal),
  );
}

/** The same without the set-up, for an agent that does not look into it. */
export async function openBareWorkspace(
  ports: ActivityPorts,
  work: PhaseWork,
  commit: string,
  key?: string,
): Promise<Workspace> {
  const project = ports.projectNamed(work.input.request.project);
  work.progress('preparing the workspace');
  return ports.workspaces.open({
    taskId: work.input.task_id,
    project,
    commit,
    signal: work.signal,
    ...(key === undefined ? {} : { key }),
  });
}

/** The message of a commit that Chimera makes: kind and feature in the subject, the task and round below. */
export function commitMessage(kind: 'Test' | 'Implement' | 'Rework', input: PhaseInput): string {
  const subject = `${kind}: ${firstLine(input.request.feature)}`;
  const cut = subject.length > SUBJECT_LENGTH ? `${subject.slice(0, SUBJECT_LENGTH - 1)}…` : subject;
  return `${cut}\n\nTask ${input.task_id}, ${input.phase}, round ${input.round}.`;
}

/** The first line of a text that says something, without a Gherkin keyword before it. */
function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line.trim().replace(/^Feature:\s*/u, '');
}
