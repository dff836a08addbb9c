import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { WORKFLOWS_PATH } from '../worker/workflows-path.ts';

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

/** Runs a history against the current workflow code. */
export async function replayHistory(history: History, workflowId: string): Promise<ReplayOutcome> {
  const code = existsSync(BUNDLE) ? { workflowBundle: { codePath: BUNDLE } } : { workflowsPath: WORKFLOWS_PATH };
  const told = { workflow_id: workflowId, events: history.events?.length ?? 0 };
  try {
    await Worker.runReplayHistory(code, history, workflowId);
    return { ...told, deterministic: true };
  } catch (error) {
    if (!(error instanceof DeterminismViolationError)) throw error;
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
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null || !('events' in document)) {
    throw new Error(`${path} holds no workflow history: a JSON document with "events" is expected.`);
  }
  return historyFromJSON(document);
}
