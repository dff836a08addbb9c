import { sleep } from '@temporalio/workflow';

/** Sleeps for an hour of the server's time and returns how many milliseconds of it went by. */
export async function sleepForAnHour(): Promise<number> {
  const started = Date.now();
  await sleep('1 hour');
  return Date.now() - started;
}
