import type { ModelCall } from '../../domain/money/model-call.ts';
import { PhaseLimitError, TerminalAgentError } from '../../domain/failure.ts';
import type { PassedAnswer } from '../gateway/gateway.ts';
import { endsAtOnce, errorOfRefusal } from '../gateway/model-failure.ts';

/** What is known of an agent's model from what passes the gateway. */
export interface ModelWatch {
  passed(answer: PassedAnswer): void;
  /** The error that the last answer stands for, where it was a refusal, or was cut off. */
  failure(): Error | undefined;
  /** Whether anything passed. */
  seen(): boolean;
}

/** Who hears of a call's model: what ends the call at once, whatever the agent would do; and what each request took. */
export interface ModelWatchListeners {
  readonly onEnd: (error: Error) => void;
  readonly spent: (call: ModelCall) => void;
}

/** Watches a call's model. */
export function watchModel({ onEnd, spent }: ModelWatchListeners): ModelWatch {
  let last: Exclude<PassedAnswer, { readonly kind: 'left' }> | undefined;
  let seen = false;
  return {
    passed: (answer) => {
      seen = true;
      if (!answer.uncounted) spent(callOf(answer));
      // Whoever left has got no answer.
      if (answer.kind === 'left') return;
      // What was asked aside says nothing of the work, once that has been asked for.
      if (!answer.aside || last === undefined || last.aside) last = answer;
      if (answer.kind === 'refused') {
        const error = endsAtOnce(answer);
        if (error !== undefined) onEnd(error);
      }
    },
    failure: () => {
      if (last?.kind === 'refused') return errorOfRefusal(last);
      if (last?.stop === 'max_tokens')
        return new PhaseLimitError('The model’s longest answer was reached before the work was done.');
      return last?.stop === 'refusal' ? new TerminalAgentError('The model refused to answer.') : undefined;
    },
    seen: () => seen,
  };
}

function callOf(answer: PassedAnswer): ModelCall {
  const { model, usage } = answer;
  const known = { ...(model === undefined ? {} : { model }), ...(usage === undefined ? {} : { usage }) };
  if (answer.kind !== 'refused') return { outcome: answer.kind === 'left' ? 'cut_off' : 'answered', ...known };
  if (answer.status !== undefined) return { outcome: 'refused', status: answer.status, ...known };
  return { outcome: usage === undefined ? 'failed' : 'cut_off', ...known };
}
