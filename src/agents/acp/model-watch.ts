import { PhaseLimitError, TerminalAgentError } from '../../domain/failure.ts';
import type { AgentUsage } from '../../domain/phase-result.ts';
import type { PassedAnswer } from '../gateway/gateway.ts';
import { endsAtOnce, errorOfRefusal } from '../gateway/model-failure.ts';

/** What is known of an agent's model from what passes the gateway. */
export interface ModelWatch {
  passed(answer: PassedAnswer): void;
  /** The error that the last answer stands for, where it was a refusal, or was cut off. */
  failure(): Error | undefined;
  /** Undefined while no answer has told its tokens. */
  usage(): AgentUsage | undefined;
}

/** Watches a call's model; `onEnd` is called with what ends the call at once, whatever the agent would do. */
export function watchModel(onEnd: (error: Error) => void): ModelWatch {
  let last: PassedAnswer | undefined;
  let tokens: number | undefined;
  return {
    passed: (answer) => {
      // What was asked aside says nothing of the work, once that has been asked for.
      if (!answer.aside || last === undefined || last.aside) last = answer;
      if (answer.kind === 'refused') {
        const error = endsAtOnce(answer);
        if (error !== undefined) onEnd(error);
      } else if (answer.usage !== undefined) tokens = (tokens ?? 0) + answer.usage.input + answer.usage.output;
    },
    failure: () => {
      if (last?.kind === 'refused') return errorOfRefusal(last);
      if (last?.stop === 'max_tokens')
        return new PhaseLimitError('The model’s longest answer was reached before the work was done.');
      return last?.stop === 'refusal' ? new TerminalAgentError('The model refused to answer.') : undefined;
    },
    usage: () => (tokens === undefined ? undefined : { tokens_used: tokens }),
  };
}
