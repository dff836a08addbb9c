import type { PhaseView } from '../../contract/task/task.ts';

/**
 * What is remarkable about a phase, in a few words: that it was rejected or cancelled, its round when it is not the
 * first, its attempts when there were more than rounds, and that it has to run again.
 */
export function phaseNote(phase: PhaseView, taskRound: number): string {
  const { status, attempts, round } = phase;
  if (status === 'pending') return attempts > 0 ? pendingAgain(phase, taskRound) : '';
  const count = status === 'running' ? `attempt ${attempts}` : `${attempts} attempts`;
  return [
    ...(status === 'rejected' || status === 'cancelled' ? [status] : []),
    ...(round > 1 ? [`round ${round}`] : []),
    ...(attempts > round ? [count] : []),
  ].join(', ');
}

function pendingAgain({ verdict, round }: PhaseView, taskRound: number): string {
  const ended = verdict === 'failed' || verdict === 'rejected' ? `${verdict} in round ${round}, ` : '';
  return `${ended}again in round ${taskRound}`;
}
