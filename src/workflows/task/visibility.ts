import { CancellationScope, setCurrentDetails, sleep, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { PHASE_PROFILES, type Phase } from '../../domain/phase.ts';
import type { PhaseRecord, TaskState } from '../../domain/task.ts';
import { SEARCH_ATTRIBUTES } from './contract.ts';

const STATUS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.status, SearchAttributeType.KEYWORD);
const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, SearchAttributeType.KEYWORD);
const PRIORITY = defineSearchAttributeKey(SEARCH_ATTRIBUTES.priority, SearchAttributeType.INT);

/** How far the search attributes of a task at work may lag, in ms: each change of them is a write to Temporal's lists. */
const LAG_MS = 5_000;

/** Shows a task's states where operators look: the search attributes and the details page of the Temporal Web UI. */
export interface Show {
  /** A state on the way. Of states that follow each other fast only the latest comes into the search attributes. */
  progress(state: TaskState): void;
  /** The state in which the task ends, at once. */
  end(state: TaskState): void;
  /** A state in which a run begins that is not the task's first, at once. */
  now(state: TaskState): void;
  /** The details page only: the search attributes say it already. */
  details(state: TaskState): void;
}

/**
 * Changes the search attributes of a task at work at most once in LAG_MS, beginning that long after the first state: a task
 * that is done by then has its start and its end in Temporal's lists, no more.
 */
export function createTaskShow(): Show {
  let latest: TaskState | undefined;
  let changedAt: number | undefined;
  let isDue = false;

  function change(state: TaskState): void {
    changedAt = Date.now();
    upsertSearchAttributes([
      { key: STATUS, value: state.status },
      { key: PHASE, value: state.phase },
    ]);
  }

  async function catchUp(waitMs: number): Promise<void> {
    isDue = true;
    await CancellationScope.nonCancellable(() => sleep(waitMs));
    isDue = false;
    if (latest !== undefined) change(latest);
  }

  function showAtOnce(state: TaskState): void {
    setCurrentDetails(describe(state));
    change(state);
  }

  return {
    progress(state) {
      setCurrentDetails(describe(state));
      latest = state;
      changedAt ??= Date.now();
      const waitMs = changedAt + LAG_MS - Date.now();
      if (waitMs <= 0) change(state);
      else if (!isDue) void catchUp(waitMs);
    },
    end: showAtOnce,
    now: showAtOnce,
    details(state) {
      setCurrentDetails(describe(state));
    },
  };
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
