import { condition, sleep } from '@temporalio/workflow';

/** What is done again and again, and when. */
interface Recurring {
  /** What the timer waits for, as the Web UI says it. */
  readonly summary: string;
  /** When it was last done by the run before this one, in ms since the epoch. */
  readonly lastAt: number | undefined;
  /** No timer exists while this is false. */
  while(): boolean;
  run(): Promise<void>;
}

/** Does something every so often while there is reason to; what is left of the interval goes on in the next run. */
export function every(intervalMs: number, { summary, lastAt: before, while: reason, run }: Recurring) {
  let last = before ?? Date.now();

  async function loop(): Promise<never> {
    for (;;) {
      await condition(reason);
      await sleep(Math.min(Math.max(1, last + intervalMs - Date.now()), intervalMs), { summary });
      last = Date.now();
      await run();
    }
  }

  return {
    start: (): void => {
      void loop();
    },
    lastAt: () => last,
  };
}
