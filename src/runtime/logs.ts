import type { Environment } from '../config/env.ts';
import { createLogger, type LogDestination, type Logger } from '../observability/logging.ts';
import type { Mask } from '../observability/secret-shapes.ts';

/** What the logs of a process have in common. */
export interface LogsSetup {
  readonly environment: Pick<Environment, 'logLevel' | 'logFormat'>;
  readonly mask: Mask;
  /** Standard output when not given. */
  readonly destination?: LogDestination;
}

/** Gives each component its log, all to one place. */
export function componentLogs({ environment, mask, destination }: LogsSetup): (component: string) => Logger {
  const { logLevel: level, logFormat } = environment;
  return (component) =>
    createLogger({
      level,
      component,
      mask,
      ...(destination === undefined ? {} : { destination }),
      ...(logFormat === undefined ? {} : { format: logFormat }),
    });
}
