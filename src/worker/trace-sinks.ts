import type { InjectedSinks } from '@temporalio/worker';
import type { Span, SpanSink } from '../domain/trace/span.ts';
import { TRACE_SINK, type TaskSinks } from '../workflows/task/contract.ts';

/** Where workflows tell of their spans: never in a replay, and again under the same ids when a workflow task is repeated. */
export function traceSinks({ record }: SpanSink): InjectedSinks<TaskSinks> {
  return {
    [TRACE_SINK]: {
      record: {
        fn: (_info, span: Span) => {
          record(span);
        },
        callDuringReplay: false,
      },
    },
  };
}
