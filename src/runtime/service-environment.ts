import { ConfigError } from '../config/config-error.ts';
import type { Environment } from '../config/env.ts';

/** The environment of a process that shares Temporal and the database with other processes. */
export type ServiceEnvironment = Environment & Required<Pick<Environment, 'temporalAddress' | 'databaseUrl'>>;

const MISSING_ADDRESS = {
  path: 'TEMPORAL_ADDRESS',
  message: 'must be set: where Temporal is reached, such as localhost:7233',
};

const MISSING_DATABASE = {
  path: 'DATABASE_URL',
  message:
    'must be set: the PostgreSQL that all processes share, such as postgresql://chimera:password@host:5432/chimera',
};

/** The environment of a worker that another process of this host starts, and that may be without a database of its own. */
export type FleetEnvironment = Environment & Required<Pick<Environment, 'temporalAddress' | 'chromium'>>;

/**
 * The environment with everything that a process of its own cannot embed.
 * @throws {ConfigError} that names every variable that is missing.
 */
export function serviceEnvironment(environment: Environment): ServiceEnvironment {
  const { temporalAddress, databaseUrl } = environment;
  if (temporalAddress !== undefined && databaseUrl !== undefined) {
    return { ...environment, temporalAddress, databaseUrl };
  }
  throw new ConfigError('The environment', [
    ...(temporalAddress === undefined ? [MISSING_ADDRESS] : []),
    ...(databaseUrl === undefined ? [MISSING_DATABASE] : []),
  ]);
}

/**
 * The environment that a worker process is given by its parent.
 * @throws {ConfigError} when it was not.
 */
export function fleetEnvironment(environment: Environment): FleetEnvironment {
  const { temporalAddress, chromium } = environment;
  if (temporalAddress !== undefined && chromium !== undefined) return { ...environment, temporalAddress, chromium };
  throw new ConfigError('The environment', [
    ...(temporalAddress === undefined ? [MISSING_ADDRESS] : []),
    ...(chromium === undefined ? [{ path: 'CHIMERA_CHROMIUM', message: 'must be set: the path of a Chromium' }] : []),
  ]);
}
