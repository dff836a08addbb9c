import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TransientAgentError } from '../../../domain/failure.ts';
import type { Agent, AgentCall, AgentContext } from '../../agent.ts';
import { withLock } from '../../../host/lock.ts';
import { singleActionAgent } from '../single-action.ts';
import { deploy } from './deploy.ts';
import type { DeploymentDependencies } from './dependencies.ts';
import { isAlive } from './is-alive.ts';
import { boundLog } from './staging-log.ts';
import { stagingRecords } from './staging-record.ts';
import { tearDown } from './tear-down.ts';

/** The built-in deployment agent, with what is done to deployments after `run` has answered. */
export interface DeploymentAgent extends Agent {
  /** Tears down a task's deployment, one in the making too. Safe to repeat. */
  release(taskId: string): Promise<void>;
  /** Whether a task's deployment runs on this host and is healthy. */
  isAlive(taskId: string): Promise<boolean>;
  /**
   * Tears down the deployments of all tasks but the open ones, and names those tasks. `asOf` is when the list of open
   * tasks was taken: what was deployed since then is left alone, as is what this agent is deploying.
   */
  sweep(openTaskIds: Iterable<string>, asOf?: Date): Promise<readonly string[]>;
  /** Tears down every deployment recorded in the data directory, and the agent itself. */
  releaseAll(): Promise<void>;
}

interface Run {
  readonly abort: AbortController;
  readonly settled: Promise<unknown>;
}

const LOG_CHECK_MS = 5_000;

/**
 * Starts staging deployments on this host.
 *
 * 1. A task has one deployment at most: its record is the truth, whichever worker process wrote it.
 * 2. A deployment outlives the worker process that started it, and any worker process of the host can end it.
 * 3. Of all worker processes of the host one at a time deploys or tears down for a task.
 * 4. No process is killed that was not started for the deployment, whatever id it has.
 */
export function createDeploymentAgent(dependencies: DeploymentDependencies): DeploymentAgent {
  const records = stagingRecords(dependencies.dataDirectory);
  const runs = new Map<string, Run>();
  let logCheck: NodeJS.Timeout | undefined;

  const boundLogs = async (): Promise<void> => {
    for (const taskId of await records.taskIds()) await boundLog(records.logOf(taskId));
  };
  const exclusively = async <T>(taskId: string, work: (lock: string) => Promise<T>, signal?: AbortSignal) => {
    const lock = records.lockOf(taskId);
    await mkdir(dirname(lock), { recursive: true });
    return withLock(lock, () => work(lock), { signal });
  };
  const stopRun = async (taskId: string, reason: string): Promise<void> => {
    for (let run = runs.get(taskId); run !== undefined; run = runs.get(taskId)) {
      run.abort.abort(new TransientAgentError(reason));
      await run.settled;
    }
  };
  const release = async (taskId: string): Promise<void> => {
    await stopRun(taskId, 'The deployment was released while it was being made.');
    if ((await records.read(taskId)) === undefined) return;
    await exclusively(taskId, async (lock) => {
      const record = await records.read(taskId);
      if (record !== undefined) await tearDown(record, records, dependencies);
      await rm(lock, { force: true });
    });
  };
  const releaseEach = async (taskIds: readonly string[]): Promise<void> => {
    const outcomes = await Promise.allSettled(taskIds.map(release));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (reasons.length > 0) throw new AggregateError(reasons, 'Not every staging deployment could be torn down.');
  };
  const run = async (call: AgentCall, input: { commit_sha: string }, context: AgentContext) => {
    // Two attempts of one task would tear down each other's work.
    await stopRun(call.task_id, 'A later attempt deploys this task.');
    const abort = new AbortController();
    const signal = AbortSignal.any([context.signal, abort.signal]);
    const progress = context.progress.bind(context);
    logCheck ??= setInterval(() => void boundLogs().catch(() => undefined), LOG_CHECK_MS).unref();
    const work = exclusively(
      call.task_id,
      () => deploy(call, input.commit_sha, { signal, progress }, records, dependencies),
      signal,
    );
    const settled = work
      .catch(() => undefined)
      .then(() => {
        runs.delete(call.task_id);
      });
    runs.set(call.task_id, { abort, settled });
    return work;
  };

  return {
    ...singleActionAgent('deploy_to_staging', run),
    release,
    isAlive: async (taskId) => {
      const record = await records.read(taskId);
      return record !== undefined && (await isAlive(record));
    },
    sweep: async (openTaskIds, asOf = new Date()) => {
      const open = new Set([...openTaskIds, ...runs.keys()]);
      const left: string[] = [];
      for (const taskId of (await records.taskIds()).filter((id) => !open.has(id))) {
        // One that cannot be read is among those to be released, where its error is reported.
        const record = await records.read(taskId).catch(() => undefined);
        if (record === undefined || Date.parse(record.started_at) <= asOf.getTime()) left.push(taskId);
      }
      await releaseEach(left);
      return left;
    },
    releaseAll: async () => {
      clearInterval(logCheck);
      logCheck = undefined;
      await releaseEach([...new Set([...(await records.taskIds()), ...runs.keys()])]);
    },
  };
}
