import type { PoolLine } from '../../activities/ports.ts';
import type { WorkMetrics } from '../../observability/metrics/work-metrics.ts';

/** A line to the pools whose messages are timed, by their kind, until Temporal has taken them. */
export function timedPoolLine(
  line: PoolLine,
  metrics: Pick<WorkMetrics, 'poolTold'>,
  now: () => number = () => performance.now(),
): PoolLine {
  return {
    async tell(pool, messages) {
      const begun = now();
      await line.tell(pool, messages);
      const seconds = (now() - begun) / 1_000;
      for (const { kind } of messages) metrics.poolTold(kind, seconds);
    },
  };
}
