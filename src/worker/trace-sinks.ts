import type { InjectedSinks } from '@temporalio/worker';
import type { Span } from '../domain/trace/span.ts';
import type { Journal } from '../journal/event.ts';
import { TRACE_SINK, type TaskSinks } from '../workflows/task/contract.ts';

/** Where workflows tell of their spans: never in a replay, and again under the same ids when a workflow task is repeated. */
export function traceSinks(journal: Journal): InjectedSinks<TaskSinks> {
  return {
    [TRACE_SINK]: {
      record: {
        fn: (_info, span: Span) => {
          journal.tell({ kind: 'span_told', span });
        },
        callDuringReplay: false,
      },
    },
  };
}
