import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { SILENT_SINKS } from '../../../src/replay/replay-history.ts';
import { ROOT } from '../../support/deployment/compose-file.ts';
import type { TaskExecution } from './executions.ts';

type History = temporal.api.history.v1.IHistory;

/** Failures of a workflow task that mean that the code and the history do not go together. */
const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
const DEPARTURES = new Set([
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
]);

/** What the histories of some runs say of the versions that made them. */
export interface VersionFindings {
  /** Runs that more than one version worked on. */
  readonly mixed: number;
  /** The versions that made decisions, by the digest of their workflow code. */
  readonly versions: ReadonlySet<string>;
  readonly broken: readonly string[];
}

/** Looks for departures in the histories of runs, and replays each on the workflow code that this checkout has built. */
export async function compareVersions(client: Client, runs: readonly TaskExecution[]): Promise<VersionFindings> {
  const histories = await Promise.all(
    runs.map(async ({ task_id: workflowId, run_id }) => ({
      workflowId,
      history: await client.workflow.getHandle(workflowId, run_id).fetchHistory(),
    })),
  );
  const versions = histories.map(({ history }) => versionsOf(history));
  const failed = histories.flatMap(({ workflowId, history }) =>
    departures(history).map((message) => `${workflowId}: a workflow task failed: ${message}`),
  );
  return {
    mixed: versions.filter(({ size }) => size > 1).length,
    versions: new Set(versions.flatMap((some) => [...some])),
    broken: [...failed, ...(await withoutReplay(histories))],
  };
}

async function withoutReplay(
  histories: readonly { readonly workflowId: string; readonly history: History }[],
): Promise<readonly string[]> {
  quieten();
  const workflowBundle = { codePath: join(ROOT, 'dist/workflow-bundle.js') };
  const broken: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle, sinks: SILENT_SINKS },
    histories,
  )) {
    if (error !== undefined) broken.push(`${workflowId} does not replay: ${error.message}`);
  }
  return broken;
}

let quiet = false;

/** The SDK's runtime is made once a process, and tells each step of a replay unless it is told not to. */
function quieten(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}

/** The versions of the workflow code that decided in a history. */
export function versionsOf({ events }: History): ReadonlySet<string> {
  const found = (events ?? []).map((event) => event.workflowTaskCompletedEventAttributes?.workerVersion?.buildId ?? '');
  return new Set(found.filter((version) => version !== ''));
}

/** The messages of the workflow tasks that failed because the code departed from the history. */
export function departures({ events }: History): readonly string[] {
  return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed?.cause !== undefined && failed.cause !== null && DEPARTURES.has(failed.cause)
      ? [failed.failure?.message ?? 'without a word']
      : [],
  );
}
