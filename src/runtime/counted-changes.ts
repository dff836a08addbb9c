import type { WorkMetrics } from '../observability/metrics/work-metrics.ts';
import type { ApplyToBreaker } from '../persistence/breaker-store.ts';

/** The same way to breakers, with each change of a state that comes of it counted. */
export function countedChanges(apply: ApplyToBreaker, metrics: Pick<WorkMetrics, 'breakerChanged'>): ApplyToBreaker {
  return async (agent, event) => {
    const step = await apply(agent, event);
    if (step.reason !== undefined) metrics.breakerChanged(agent, step.breaker.state);
    return step;
  };
}
