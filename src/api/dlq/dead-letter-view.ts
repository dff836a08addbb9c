import { type DeadLetter, parkedFor } from '../../domain/dead-letter.ts';
import { errorGroupOf } from '../../domain/error-group.ts';
import type { DeadLetterSummary } from '../../persistence/dead-letter-store.ts';
import { linksOf } from '../../contract/links.ts';
import { titleOf } from '../../temporal/tasks/static-description.ts';
import type { DeadLetterSummaryView, DeadLetterView } from '../../contract/dead-letter/dead-letter.ts';

/** A dead letter for a list. */
export function summaryView({ feature, ...entry }: DeadLetterSummary): DeadLetterSummaryView {
  const self = `/api/dlq/${entry.id}`;
  const task = linksOf(entry.task_id, undefined).self;
  return {
    ...entry,
    title: titleOf(feature),
    parked_for: parkedFor(entry.error),
    links: { self, task, requeue: `${self}/requeue`, discard: `${self}/discard` },
  };
}

/** A dead letter with its checkpoint; `stale` when its workflow did not answer. */
export function detailedView(entry: DeadLetter, stale: boolean): DeadLetterView {
  const { workflow_state, ...rest } = entry;
  const { state, pipeline } = workflow_state;
  const { feature, project, priority } = state.request;
  const { id: error_group, pattern: error_pattern } = errorGroupOf(entry.error);
  return {
    ...summaryView({ ...rest, feature, project, priority, error_group, error_pattern }),
    feature,
    finished_phases: [...new Set(pipeline.finished.map(({ result }) => result.phase))],
    workflow_state: { state: { ...state }, pipeline: { ...pipeline } },
    stale,
  };
}
