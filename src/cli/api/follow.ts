import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ApiClient } from './client.ts';
import { isPassing, type Patience, STANDARD_PATIENCE } from './patience.ts';
import { hasEnded, type TaskView, taskViewSchema } from './task-view.ts';

async function* statesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<TaskView> {
  const events = stream.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    if (event === 'end') return;
    if (event !== 'state') continue;
    const parsed = taskViewSchema.safeParse(JSON.parse(data));
    if (parsed.success) yield parsed.data;
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/**
 * A task's states as they change, the last one being the ended task's. A lost stream is opened again until the API has
 * been away for longer than the patience; a task that does not exist is refused at once. Ends early when aborted.
 */
export async function* followTask(
  api: Pick<ApiClient, 'get' | 'events'>,
  taskId: string,
  signal: AbortSignal,
  patience: Patience = STANDARD_PATIENCE,
): AsyncGenerator<TaskView> {
  const clock = { lastHeard: performance.now() };
  yield await api.get(taskId);
  while (!isAborted(signal)) {
    try {
      for await (const state of statesOf(await api.events(taskId, signal))) {
        clock.lastHeard = performance.now();
        yield state;
      }
      const latest = await api.get(taskId);
      clock.lastHeard = performance.now();
      yield latest;
      if (hasEnded(latest)) return;
    } catch (error) {
      if (isAborted(signal)) return;
      if (!isPassing(error) || performance.now() - clock.lastHeard > patience.outageMs) throw error;
    }
    await delay(patience.pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
