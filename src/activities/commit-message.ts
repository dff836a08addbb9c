import type { PhaseInput } from '../workflows/task/contract.ts';

const SUBJECT_LENGTH = 72;

/** The message of a commit that Chimera makes: kind and feature in the subject, the task and round below. */
export function commitMessage(kind: 'Test' | 'Implement' | 'Rework', input: PhaseInput): string {
  const subject = `${kind}: ${firstLine(input.state.request.feature)}`;
  const cut = subject.length > SUBJECT_LENGTH ? `${subject.slice(0, SUBJECT_LENGTH - 1)}…` : subject;
  return `${cut}\n\nTask ${input.task_id}, ${input.phase}, round ${input.round}.`;
}

/** The first line of a text that says something, without a Gherkin keyword before it. */
function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line.trim().replace(/^Feature:\s*/u, '');
}
