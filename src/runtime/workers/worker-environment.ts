import type { Environment } from '../../config/env.ts';

/** What a worker process is to know. */
export interface WorkerProcessSettings {
  readonly environment: Environment;
  /** Temporal's `host:port`. */
  readonly temporalAddress: string;
  readonly chromium: string;
  /** The most agent calls at once in it. */
  readonly slots: number;
}

/**
 * How long a worker that is one too many may go on with what it does: a smaller pool never cuts work off, and most phases
 * have shorter limits. A stop of the whole system does not wait for it.
 */
export const SURPLUS_DRAIN_SECONDS = 3_600;

/** The environment of a worker process: that of this process, with what this process has found out by now. */
export function workerEnvironment(
  { environment, temporalAddress, chromium, slots }: WorkerProcessSettings,
  own: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  const { maxConcurrent = slots } = environment;
  return {
    ...own,
    CHIMERA_HOME: environment.dataDirectory,
    CHIMERA_CONFIG: environment.configFile,
    CHIMERA_CHROMIUM: chromium,
    CHIMERA_MAX_CONCURRENT: String(Math.min(maxConcurrent, slots)),
    CHIMERA_DRAIN_SECONDS: String(SURPLUS_DRAIN_SECONDS),
    DATABASE_URL: environment.databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: environment.temporalNamespace,
    LOG_LEVEL: environment.logLevel,
    LOG_FORMAT: 'json',
  };
}
