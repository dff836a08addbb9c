import { Context } from '@temporalio/activity';
import { toApplicationFailure } from '../../src/activities/to-application-failure.ts';
import { NO_TRIES } from '../../src/domain/tries.ts';
import { PHASE_PROFILES } from '../../src/domain/phase.ts';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import type { PhaseInput } from '../../src/workflows/task/contract.ts';
import type { Script } from '../support/scripted-phases.ts';

/** An error as the edge of a real phase lets it out. */
function asThePhasesEdge(error: unknown, { phase, retry, tries: before = NO_TRIES }: PhaseInput): Error {
  const { info, cancellationDetails } = Context.current();
  const cancelRequested = cancellationDetails?.cancelRequested ?? false;
  const tries = { ...before, failures: before.failures + info.attempt - 1 };
  const { agent } = PHASE_PROFILES[phase];
  const attempt = { tries, policy: retry, random: 0.5, now: Date.now(), agent, cancelRequested };
  return toApplicationFailure(error, attempt).failure;
}

/** A phase that always ends in an error. */
export function failing(error: Error): Script {
  return (input) => {
    throw asThePhasesEdge(error, input);
  };
}

/** A phase that does one thing in its first call and another in all the later ones. */
export function first(then: Script, later: Script): Script {
  return (input, call) => (call === 1 ? then(input, call) : later(input, call));
}

/** A phase that leads to a result. */
export function giving(result: PhaseResult): Script {
  return () => result;
}

/** A phase that shows signs of life until it is cancelled or its worker stops. */
export const working: Script = async (input) => {
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, 50);
  try {
    return await context.cancelled;
  } catch (error) {
    throw asThePhasesEdge(error, input);
  } finally {
    clearInterval(beat);
  }
};

/** A phase that shows no sign of life, as if its worker had died. */
export const silent: Script = async (input) => {
  try {
    return await Context.current().cancelled;
  } catch (error) {
    throw asThePhasesEdge(error, input);
  }
};
