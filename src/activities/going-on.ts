import { Context } from '@temporalio/activity';
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
  const stopKeeping = keepEvery(unfinished, notKept);
  try {
    return await run(left).finally(stopKeeping);
  } catch (error) {
    await unfinished.keep(AbortSignal.timeout(LAST_KEEP_MS)).catch(notKept);
    throw error;
  }
}

/** Keeps work again and again, once at a time; what it gives ends that, and settles when nothing is under way. */
function keepEvery(unfinished: UnfinishedWork, notKept: (error: unknown) => void): () => Promise<void> {
  const over = new AbortController();
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= unfinished
      .keep(over.signal)
      .catch((error: unknown) => {
        if (!over.signal.aborted) notKept(error);
      })
      .finally(() => {
        underWay = undefined;
      });
  }, KEEP_EVERY_MS);
  return async () => {
    clearInterval(timer);
    over.abort();
    await underWay;
  };
}

/** Has what was kept removed. Nothing is held up by what cannot be: an origin that is away, or a project that is declared no more. */
export async function dropKept(taskId: string, drop: () => Promise<void>): Promise<void> {
  await drop().catch((error: unknown) => {
    const context = { task_id: taskId, reason: String(error) };
    Context.current().log.warn('The unfinished work of a task could not be removed', context);
  });
}
