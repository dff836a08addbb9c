import type { Environment } from '../config/env.ts';
import { createLogger, type LogDestination, type Logger } from '../observability/logging.ts';

/** Gives each component its log, all to one place; standard output when no destination is given. */
export function componentLogs(
  { logLevel: level, logFormat }: Pick<Environment, 'logLevel' | 'logFormat'>,
  destination?: LogDestination,
): (component: string) => Logger {
  return (component) =>
    createLogger({
      level,
      component,
      ...(destination === undefined ? {} : { destination }),
      ...(logFormat === undefined ? {} : { format: logFormat }),
    });
}
