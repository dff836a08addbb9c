import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { PHASE_PROFILES, type Phase } from '../../domain/phase.ts';
import type { PhaseRecord, TaskState } from '../../domain/task.ts';
import { SEARCH_ATTRIBUTES } from './contract.ts';

const STATUS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.status, SearchAttributeType.KEYWORD);
const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, SearchAttributeType.KEYWORD);
const PRIORITY = defineSearchAttributeKey(SEARCH_ATTRIBUTES.priority, SearchAttributeType.INT);

/** Shows the task's state where operators look: the search attributes and the details page of the Temporal Web UI. */
export function show(state: TaskState): void {
  upsertSearchAttributes([
    { key: STATUS, value: state.status },
    { key: PHASE, value: state.phase },
  ]);
  setCurrentDetails(describe(state));
}

const MARKS: Readonly<Record<PhaseRecord['status'], string>> = {
  pending: '○',
  running: '▶',
  passed: '✓',
  failed: '✗',
  rejected: '✗',
  cancelled: '–',
};

/** Shows a priority that was changed. */
export function showPriority(priority: number): void {
  upsertSearchAttributes([{ key: PRIORITY, value: priority }]);
}

/** The task on one Markdown page. */
function describe(state: TaskState): string {
  const lines = state.phases.map((record) => `- ${MARKS[record.status]} ${titleOf(record.phase)}${remarks(record)}`);
  const error =
    state.error === undefined ? [] : ['', `**${state.error.type}** in ${state.error.phase}: ${state.error.message}`];
  return [`**${state.status}** · priority ${state.request.priority}`, '', ...lines, ...error].join('\n');
}

function titleOf(phase: Phase): string {
  return `${PHASE_PROFILES[phase].title} (${phase})`;
}

function remarks(record: PhaseRecord): string {
  const parts = [
    record.round > 1 ? `round ${record.round}` : '',
    record.duration_ms === undefined ? '' : `${(record.duration_ms / 1_000).toFixed(1)} s`,
    record.verdict ?? '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
