import type { Logger } from '../observability/logging.ts';
import { type Database, openDatabase } from '../persistence/database.ts';
import type { ServiceEnvironment } from './service-environment.ts';

/** Opens the PostgreSQL that all processes share, and logs when a connection to it breaks. */
export async function openSharedDatabase(
  { databaseUrl }: Pick<ServiceEnvironment, 'databaseUrl'>,
  log: Logger,
): Promise<Database> {
  return openDatabase({
    url: databaseUrl,
    onConnectionLost: ({ message }) => {
      log.warn({ reason: message }, 'A connection to the database was lost; the next query opens another');
    },
  });
}
