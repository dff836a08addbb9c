import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { temporal } from '@temporalio/proto';
import { type InjectedSinks, ReplayError, type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { WORKFLOWS_PATH } from '../worker/workflows-path.ts';
import { TASK_SINK, type TaskSinks } from '../workflows/task/contract.ts';

/** A replay tells nobody of itself; without a sink of that name the SDK would complain. */
export const SILENT_SINKS: InjectedSinks<TaskSinks> = { [TASK_SINK]: { tell: { fn: () => undefined } } };

type History = temporal.api.history.v1.IHistory;

/** How a replay ended; `problem` says where the current code departs from the history. */
export interface ReplayOutcome {
  readonly deterministic: boolean;
  readonly workflow_id: string;
  readonly events: number;
  readonly problem?: string;
}

/** Where a live history is fetched from. */
export interface HistorySource {
  /** Temporal's `host:port`. */
  readonly address: string;
  readonly namespace: string;
}

const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** Workflow code, to be bundled or bundled already. */
type WorkflowCode = Pick<ReplayWorkerOptions, 'workflowBundle' | 'workflowsPath'>;

function currentCode(): WorkflowCode {
  return existsSync(BUNDLE) ? { workflowBundle: { codePath: BUNDLE } } : { workflowsPath: WORKFLOWS_PATH };
}

/** Runs a history against workflow code, the current one unless another is given. */
export async function replayHistory(
  history: History,
  workflowId: string,
  code: WorkflowCode = currentCode(),
): Promise<ReplayOutcome> {
  const told = { workflow_id: workflowId, events: history.events?.length ?? 0 };
  try {
    await Worker.runReplayHistory({ ...code, sinks: SILENT_SINKS }, history, workflowId);
    return { ...told, deterministic: true };
  } catch (error) {
    // A departure that the code itself runs into, such as a step it does not expect, fails its workflow task instead.
    if (!(error instanceof DeterminismViolationError || error instanceof ReplayError)) throw error;
    return { ...told, deterministic: false, problem: error.message };
  }
}

/** The history of a task's latest run, from Temporal. */
export async function fetchHistory(taskId: string, { address, namespace }: HistorySource): Promise<History> {
  const connection = await Connection.connect({ address });
  try {
    return await new Client({ connection, namespace }).workflow.getHandle(taskId).fetchHistory();
  } finally {
    await connection.close();
  }
}

/**
 * A history as the Temporal CLI and Web UI save it.
 * @throws {Error} naming the file, when it holds no history.
 */
export async function readHistory(path: string): Promise<History> {
  const text = await readFile(path, 'utf8');
  try {
    const history = historyFromJSON(JSON.parse(text));
    const [start] = history.events ?? [];
    if (!start?.workflowExecutionStartedEventAttributes) {
      throw new Error('its first event is not the start of a workflow');
    }
    return history;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${path} holds no workflow history, such as \`temporal workflow show --output json\` saves: ${reason}.`,
      {
        cause: error,
      },
    );
  }
}
