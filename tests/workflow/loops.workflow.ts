import { sleep } from '@temporalio/workflow';

/** Never lets go of its thread. */
export function looping(): Promise<void> {
  for (;;);
}

/** Comes back to its thread a few times. */
export async function pausing(): Promise<string> {
  for (let count = 0; count < 5; count += 1) await sleep(300);
  return 'done';
}
