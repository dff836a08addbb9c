/** Parts of a system that were started one on the other, and are stopped in the opposite order. */
export interface Stack {
  /** Takes note of a started part. */
  push(stop: () => Promise<unknown>): void;
  /** Stops all parts, the last one first; one that fails keeps none of the others from being stopped. */
  stop(): Promise<void>;
}

/** An empty stack. Stopping it twice stops each part once. */
export function createStack(): Stack {
  const parts: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;

  async function unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (let stop = parts.pop(); stop !== undefined; stop = parts.pop()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `Not everything could be stopped: ${failures.join('; ')}`);
  }

  return {
    push: (stop) => {
      parts.push(stop);
    },
    stop: () => (stopping ??= unwind()),
  };
}

/** Puts something together on a stack; when that fails, what was started by then is stopped again. */
export async function onStack<T>(build: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = createStack();
  try {
    return await build(stack);
  } catch (error) {
    await stack.stop().catch((leftover: unknown) => {
      throw new AggregateError([error, leftover], `${String(error)} (and then: ${String(leftover)})`);
    });
    throw error;
  }
}
