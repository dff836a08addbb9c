import { TerminalAgentError } from '../domain/failure.ts';
import type { Phase } from '../domain/phase.ts';
import type { PhaseOutputs } from '../domain/phase-result.ts';
import { latest, type Pipeline } from '../domain/pipeline.ts';

/**
 * What an earlier phase handed on.
 * @throws {TerminalAgentError} when that phase has not finished: the checkpoint is not one a pipeline can reach.
 */
export function handedOn<P extends Phase>(checkpoint: Pipeline, phase: P): PhaseOutputs[P] {
  const result = latest(checkpoint, phase);
  if (result === undefined) throw new TerminalAgentError(`The checkpoint holds no result of ${phase}.`);
  return result.output as PhaseOutputs[P];
}

/** The commit at which the task's branch stood when the checkpoint was made. */
export function tipOf(checkpoint: Pipeline): string {
  const change = latest(checkpoint, 'CODE_IMPLEMENTATION');
  return change === undefined ? handedOn(checkpoint, 'E2E_TEST_GENERATION').test_commit : change.output.commit_sha;
}
