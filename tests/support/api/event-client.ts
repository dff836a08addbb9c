import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { TaskView } from '../../../src/contract/task/task.ts';

/** One client of a task's events, and all that it has read. */
export interface EventClient {
  readonly events: EventSourceMessage[];
  readonly headers: Headers;
  /** Settles when the server has closed the stream, or the client has left. */
  readonly closed: Promise<void>;
  /** The states among the events. */
  states(): readonly TaskView[];
  leave(): void;
}

/** Listens to a stream of events until it ends. */
export async function followEvents(url: URL, headers: Record<string, string> = {}): Promise<EventClient> {
  const controller = new AbortController();
  const answer = await fetch(url, { headers, signal: controller.signal });
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  };
  return {
    events,
    headers: answer.headers,
    closed: read().catch(() => undefined),
    states: () => events.filter(({ event }) => event === 'state').map(({ data }) => JSON.parse(data) as TaskView),
    leave: () => {
      controller.abort();
    },
  };
}
