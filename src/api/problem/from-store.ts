import type { ApiLog } from '../api-log.ts';
import { storeUnavailable } from './problem.ts';

/**
 * What the database answers; that it does not is logged as `message`.
 * @throws {Problem} 503 while it does not.
 */
export async function fromStore<T>(answer: Promise<T>, log: ApiLog, message: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    log.warn({ err: error }, message);
    throw storeUnavailable('The database does not answer', error);
  }
}
