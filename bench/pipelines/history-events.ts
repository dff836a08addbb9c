import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import proto, { type temporal } from '@temporalio/proto';

/** One event of a workflow's history. */
export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The events of a workflow, over all the runs that it continued as new. */
export async function eventsOf({ workflow }: Client, workflowId: string): Promise<readonly HistoryEvent[]> {
  let runId: string | undefined = (await workflow.getHandle(workflowId).describe()).runId;
  const events: HistoryEvent[] = [];
  while (runId !== undefined && runId !== '') {
    const history = await workflow.getHandle(workflowId, runId).fetchHistory();
    const run: readonly HistoryEvent[] = history.events ?? [];
    events.unshift(...run);
    runId = run[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  }
  return events;
}

/** When an event happened, in ms since the epoch. */
export function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1e6;
}

/** Temporal's names of the events. */
export const { EventType } = proto.temporal.api.enums.v1;

/** Whether an event is of a type. */
export function isOf(type: temporal.api.enums.v1.EventType): (event: HistoryEvent) => boolean {
  return ({ eventType }) => eventType === type;
}

/** A signal's first argument, when the event is a signal of that name. */
export function signalOf({ workflowExecutionSignaledEventAttributes: signal }: HistoryEvent, name: string): unknown {
  const payload = signal?.signalName === name ? signal.input?.payloads?.[0] : undefined;
  return payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
}
