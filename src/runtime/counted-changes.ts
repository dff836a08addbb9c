import type { Logger } from '../observability/logging.ts';
import type { WorkMetrics } from '../observability/metrics/work-metrics.ts';
import type { ApplyToBreaker } from '../persistence/breaker-store.ts';

/** The same way to breakers, with each change of a state that comes of it counted, and told in the log. */
export function countedChanges(
  apply: ApplyToBreaker,
  metrics: Pick<WorkMetrics, 'breakerChanged'>,
  log: Pick<Logger, 'info' | 'warn'>,
): ApplyToBreaker {
  return async (agent, event) => {
    const step = await apply(agent, event);
    const { reason, breaker } = step;
    if (reason === undefined) return step;
    metrics.breakerChanged(agent, breaker.state);
    const level = breaker.state === 'OPEN' ? 'warn' : 'info';
    log[level]({ agent, state: breaker.state, generation: breaker.generation, reason }, 'A circuit breaker changed');
    return step;
  };
}
