import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { PoolMessage } from '../../src/domain/pool/messages.ts';
import { poolWorkflowId, SIGNAL_MESSAGES } from '../../src/workflows/pool/contract.ts';
import { type LeaseGranted, SIGNAL_LEASE_GRANTED, type TaskInput } from '../../src/workflows/task/contract.ts';
import { EventType, eventsOf, type HistoryEvent, isOf, signalOf, timeOf } from './history-events.ts';
import { percentile } from './statistics.ts';

/** How long a lease that comes back stays unused, by Temporal's own clock, in ms. */
export interface SlotLatency {
  readonly pool_size: number;
  readonly samples: number;
  /** From the release's arrival at the pool to the grant's arrival at the next task. */
  readonly to_grant: { readonly p50: number; readonly p99: number };
  /** From the release's arrival at the pool to the start of the next task's first phase on a worker. */
  readonly to_start: { readonly p50: number; readonly p99: number };
}

/**
 * Reads the latency out of the histories of a pool that was full, with tasks waiting, all the time: there the lease that
 * comes back as the n-th goes to the task that is granted the (n + size)-th.
 */
export async function readSlotLatency(
  client: Client,
  pool: string,
  size: number,
  tasks: readonly string[],
): Promise<SlotLatency> {
  const releases = (await eventsOf(client, poolWorkflowId(pool))).flatMap((event) =>
    ((signalOf(event, SIGNAL_MESSAGES) ?? []) as readonly PoolMessage[])
      .filter(({ kind }) => kind === 'release')
      .map(() => timeOf(event)),
  );
  const starts = await Promise.all(tasks.map((task) => startOf(client, task)));
  const later = starts.toSorted((left, right) => left.token - right.token).slice(size);
  const pairs = later.map((start, index) => ({ ...start, released: releases[index] ?? Number.NaN }));
  const summary = (values: readonly number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
  return {
    pool_size: size,
    samples: pairs.length,
    to_grant: summary(pairs.map(({ granted, released }) => granted - released)),
    to_start: summary(pairs.map(({ begun, released }) => begun - released)),
  };
}

async function startOf(client: Client, task: string) {
  const events = await eventsOf(client, task);
  const granted = events.find((event) => signalOf(event, SIGNAL_LEASE_GRANTED) !== undefined);
  const begun = events.find(isOf(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED));
  const lent = inputOf(events[0]).asked?.token;
  const token =
    granted === undefined ? lent : (signalOf(granted, SIGNAL_LEASE_GRANTED) as LeaseGranted | undefined)?.token;
  if (events[0] === undefined || begun === undefined || token === undefined) throw new Error(`${task} had no lease.`);
  return { token, granted: timeOf(granted ?? events[0]), begun: timeOf(begun) };
}

/** What a task was started with. */
function inputOf(started: HistoryEvent | undefined): Pick<TaskInput, 'asked'> {
  const payload = started?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return payload === undefined ? {} : defaultPayloadConverter.fromPayload<TaskInput>(payload);
}
