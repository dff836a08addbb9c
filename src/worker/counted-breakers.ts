import { CircuitBreakerOpenError } from '../domain/failure.ts';
import type { WorkMetrics } from '../observability/metrics/work-metrics.ts';
import type { CircuitBreakers, Permit } from '../persistence/circuit-breakers.ts';

/** Breakers whose successes, failures and refusals are counted. */
export function countedBreakers(breakers: CircuitBreakers, metrics: Pick<WorkMetrics, 'breaker'>): CircuitBreakers {
  const counted = (agent: string, permit: Permit): Permit => ({
    ...permit,
    succeeded: () => {
      metrics.breaker(agent, 'success');
      return permit.succeeded();
    },
    failed: (reason) => {
      metrics.breaker(agent, 'failure');
      return permit.failed(reason);
    },
  });
  return {
    async enter(agent, signal) {
      try {
        return counted(agent, await breakers.enter(agent, signal));
      } catch (error) {
        if (error instanceof CircuitBreakerOpenError) metrics.breaker(agent, 'refused');
        throw error;
      }
    },
  };
}
