import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { PoolView } from '../../contract/pool/pool.ts';
import { type TaskEvent, taskEventSchemas, type TaskView } from '../../contract/task/task.ts';
import { isAtRest } from '../../domain/task.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { CliFailure } from '../failure.ts';
import type { ApiClient } from './client.ts';
import { hasForm } from './http.ts';
import type { PoolApi } from './pool-client.ts';

/** How long something is followed though the API is away, and the pause between two tries, in ms. */
export interface OutagePatience {
  readonly outageMs: number;
  readonly pauseMs: number;
}

/** A minute of outage, a try each second. */
const STANDARD_PATIENCE: OutagePatience = { outageMs: 60_000, pauseMs: 1_000 };

/** How long one answer about a pool may take, in ms. */
const POOL_LIMIT_MS = 5_000;

/**
 * A task's states as they change, the last one being that of a task at rest. A lost stream is opened again until the API has
 * been away for longer than the patience; a task that does not exist is refused at once. Ends early when aborted.
 */
export async function* followTask(
  api: Pick<ApiClient, 'get' | 'events'>,
  taskId: string,
  signal: AbortSignal,
  patience: OutagePatience = STANDARD_PATIENCE,
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
      if (isAtRest(latest)) return;
    } catch (error) {
      if (isAborted(signal)) return;
      if (!isPassing(error) || performance.now() - clock.lastHeard > patience.outageMs) throw error;
    }
    await delay(patience.pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function* statesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<TaskView> {
  const events = stream.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    const name = event as TaskEvent['type'] | undefined;
    if (name === 'end') return;
    if (name !== 'state') continue;
    const state: unknown = JSON.parse(data);
    if (hasForm(taskEventSchemas[name], state)) yield state;
  }
}

/**
 * A pool as it stands, again after each pause until aborted. While the API is away the last state is given again, marked
 * stale; an outage longer than the patience rejects, and so does an error that will not pass.
 */
export async function* followPool(
  pool: Pick<PoolApi, 'view'>,
  name: string | undefined,
  signal: AbortSignal,
  patience: OutagePatience = STANDARD_PATIENCE,
): AsyncGenerator<PoolView> {
  let last: PoolView | undefined;
  let heardAt = performance.now();
  while (!isAborted(signal)) {
    try {
      last = await pool.view(name, AbortSignal.any([signal, AbortSignal.timeout(POOL_LIMIT_MS)]));
      heardAt = performance.now();
      yield last;
    } catch (error) {
      if (isAborted(signal)) return;
      const outage = performance.now() - heardAt;
      if (last === undefined || !isPassing(error) || outage > patience.outageMs) throw error;
      yield { ...last, stale: true };
    }
    await delay(patience.pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Whether an error may pass by itself: the API is away, or does not take requests now. */
function isPassing(error: unknown): boolean {
  return !(error instanceof CliFailure) || error.exitCode === EXIT_CODES.unreachable;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
