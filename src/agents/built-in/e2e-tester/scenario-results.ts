import type { ScenarioResult } from '../../../domain/phase-result.ts';
import type { AgentContext } from '../../agent.ts';
import { plainError } from './plain-error.ts';
import type { ProgressEvent } from './runner/progress.ts';
import type { ScenarioRun } from './runner/test-run.ts';

const MAX_ERROR_LENGTH = 2_000;

/** A scenario's end as a phase hands it on. */
export const scenarioResult = ({ name, status, duration_ms, error }: ScenarioRun): ScenarioResult => ({
  name,
  status,
  duration_ms,
  ...(error && { error: plainError(error.message).slice(0, MAX_ERROR_LENGTH) }),
  ...(error?.sentence !== undefined && { sentence: error.sentence }),
});

/** Tells a run's events as progress: which scenario, and what it is doing. */
export function reportProgress(context: AgentContext): (event: ProgressEvent) => void {
  return (event) => {
    const { scenario, done, total } = event;
    const fraction = total === 0 ? 0 : done / total;
    switch (event.kind) {
      case 'scenario-started':
        context.progress(`scenario ${done + 1} of ${total}: ${scenario}`, fraction);
        return;
      case 'sentence':
        context.progress(`scenario ${done + 1} of ${total}: ${event.sentence}`, fraction);
        return;
      case 'scenario-ended':
        context.progress(`scenario ${done} of ${total} ${event.passed ? 'passed' : 'failed'}: ${scenario}`, fraction);
        return;
    }
  };
}
