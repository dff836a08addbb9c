import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from '../observability/logging.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/** A worker for agents has no workflows, on purpose; the SDK warns of it at every start. */
const BY_DESIGN = /^No (workflows|activities|Nexus services) registered/;

/**
 * Sends what Temporal's SDK logs, workflows' own lines among it, to Chimera's log; its INFO is our debug. Once a process:
 * the SDK has one runtime. It serves its own metrics at `metricsAddress`, a `host:port`, when there is one.
 */
export function installTemporalLogger(log: Logger, metricsAddress?: string): void {
  Runtime.install({
    logger: new DefaultLogger('DEBUG', ({ level, message, meta }) => {
      log[BY_DESIGN.test(message) ? 'debug' : LEVELS[level]]({ ...meta }, message);
    }),
    telemetryOptions: {
      logging: { filter: 'WARN', forward: {} },
      ...(metricsAddress === undefined ? {} : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
    // Chimera stops its workers itself, in its own order.
    shutdownSignals: [],
  });
}
