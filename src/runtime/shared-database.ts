import type { Logger } from '../observability/logging.ts';
import { type Database, openDatabase } from '../persistence/database.ts';
import type { ServiceEnvironment } from './service-environment.ts';

/**
 * Opens the PostgreSQL that all processes share, and logs when a connection to it breaks.
 * @throws the signal's reason when the process is asked to end meanwhile, such as while another one applies migrations.
 */
export async function openSharedDatabase(
  { databaseUrl }: Pick<ServiceEnvironment, 'databaseUrl'>,
  log: Logger,
  signal?: AbortSignal,
): Promise<Database> {
  return openDatabase({
    url: databaseUrl,
    signal,
    onWait: () => {
      log.info({}, 'Another process brings the tables of the database up to date; waiting for it');
    },
    onConnectionLost: ({ message }) => {
      log.warn({ reason: message }, 'A connection to the database was lost; the next query opens another');
    },
  });
}
