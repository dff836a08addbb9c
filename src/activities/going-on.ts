import type { UnfinishedWork } from '../agents/workspace/workspace.ts';

/** How often the work of an agent is kept while it is at it, in ms: so much is done again at most when a worker dies. */
const KEEP_EVERY_MS = 30_000;

/** How long it may take to keep what an agent leaves that did not finish, in ms. */
const LAST_KEEP_MS = 10_000;

/** What is kept, and who is told of what was not possible, and why; the agent's work does not suffer from it. */
export interface KeptWork {
  readonly unfinished: UnfinishedWork;
  readonly trouble: (what: string, error: unknown) => void;
}

/**
 * Has an agent go on from what an attempt before did not finish, `left` being the files of that, and keeps what it does:
 * every half minute, and when it ends without an answer.
 */
export async function goingOn<T>(
  { unfinished, trouble }: KeptWork,
  run: (left: readonly string[]) => Promise<T>,
): Promise<T> {
  const notKept = (error: unknown): void => {
    trouble('the work so far could not be kept', error);
  };
  const left = await unfinished.takeUp().catch((error: unknown) => {
    trouble('what an attempt before left could not be taken up', error);
    return [];
  });
  const over = new AbortController();
  const kept = keepEvery(unfinished, over.signal, notKept);
  try {
    return await run(left);
  } catch (error) {
    over.abort();
    await kept;
    await unfinished.keep(AbortSignal.timeout(LAST_KEEP_MS)).catch(notKept);
    throw error;
  } finally {
    over.abort();
    await kept;
  }
}

async function keepEvery(
  unfinished: UnfinishedWork,
  over: AbortSignal,
  notKept: (error: unknown) => void,
): Promise<void> {
  const isOver = (): boolean => over.aborted;
  while (!isOver()) {
    await pause(KEEP_EVERY_MS, over);
    if (isOver()) return;
    await unfinished.keep(over).catch((error: unknown) => {
      if (!isOver()) notKept(error);
    });
  }
}

/** Waits so many ms, or until the signal is aborted. */
function pause(ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    over.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
