import getPort from 'get-port';
import { randomUUID } from 'node:crypto';
import { TerminalAgentError } from '../../../domain/failure.ts';
import type { ProjectConfig } from '../../../config/project.ts';
import type { AgentAnswer, AgentCall, AgentContext } from '../../agent.ts';
import type { DeploymentDependencies } from './dependencies.ts';
import { isAlive } from './is-alive.ts';
import { keepLog } from './staging-log.ts';
import { setUpCheckout } from './set-up.ts';
import type { StagingRecord, StagingRecords } from './staging-record.ts';
import { startHealthy } from './start-healthy.ts';
import { tearDown } from './tear-down.ts';

type Answer = AgentAnswer<'deploy_to_staging'>;
type StagingPlan = NonNullable<ProjectConfig['staging']>;

/**
 * Deploys a commit for a task. A healthy deployment of that commit is picked up; any other one of the task is torn
 * down first. Whatever goes wrong, or is aborted, leaves nothing behind but the log among the artifacts.
 */
export async function deploy(
  call: AgentCall,
  commit: string,
  context: AgentContext,
  records: StagingRecords,
  dependencies: DeploymentDependencies,
): Promise<Answer> {
  const { staging } = call.project;
  if (staging === undefined) throw new TerminalAgentError(`The project ${call.project.name} has no staging command.`);
  const before = await records.read(call.task_id);
  if (before !== undefined) {
    const answer = await pickUp(before, call, commit, staging, context, records);
    if (answer !== undefined) return answer;
    context.progress(`Tearing down the deployment of ${before.commit_sha.slice(0, 12)}`);
    await tearDown(before, records, dependencies);
  }
  return deployAnew(call, commit, staging, context, records, dependencies);
}

async function pickUp(
  before: StagingRecord,
  call: AgentCall,
  commit: string,
  { command, health_path }: StagingPlan,
  context: AgentContext,
  records: StagingRecords,
): Promise<Answer | undefined> {
  if (before.lease_token > call.lease_token) {
    throw new TerminalAgentError(`Lease ${call.lease_token} is stale: ${before.lease_token} has deployed this task.`);
  }
  const same = before.commit_sha === commit && before.command === command && before.health_path === health_path;
  if (!same || before.process === undefined || !(await isAlive(before, context.signal))) return undefined;
  await records.write({ ...before, lease_token: call.lease_token });
  context.progress(`Picked up the deployment at ${before.process.deployment_url}`, 1);
  const artifacts = await keepLog(records.logOf(call.task_id), call.artifacts);
  return { deployment_url: before.process.deployment_url, artifacts };
}

async function deployAnew(
  call: AgentCall,
  commit: string,
  { command, health_path, health_timeout_s }: StagingPlan,
  context: AgentContext,
  records: StagingRecords,
  dependencies: DeploymentDependencies,
): Promise<Answer> {
  const { signal } = context;
  context.progress(`Checking out ${commit.slice(0, 12)}`);
  const record: StagingRecord = {
    task_id: call.task_id,
    run_id: randomUUID(),
    lease_token: call.lease_token,
    commit_sha: commit,
    command,
    health_path,
    directory: await dependencies.checkout(call, commit, signal),
    started_at: new Date().toISOString(),
  };
  const log = records.logOf(call.task_id);
  try {
    // Written before anything runs: a worker that dies from here on leaves a trace by which the rest is found.
    await records.write(record);
    if (call.project.set_up !== undefined) {
      context.progress(`Setting up: ${call.project.set_up}`);
      const setUp = { command: call.project.set_up, directory: record.directory, project: call.project };
      await setUpCheckout(setUp, dependencies.sandbox, signal);
    }
    const choosePort = dependencies.choosePort ?? (() => getPort({ host: '127.0.0.1' }));
    const confine = dependencies.sandbox.forTask({
      project: call.project,
      writable: [record.directory],
      outlives: true,
    });
    const plan = { record, confine, healthTimeoutMs: health_timeout_s * 1000, records, choosePort };
    const { process: running } = await startHealthy(plan, context);
    const artifacts = await keepLog(log, call.artifacts);
    signal.throwIfAborted();
    context.progress(`Staging answers at ${running.deployment_url}`, 1);
    return { deployment_url: running.deployment_url, artifacts };
  } catch (error) {
    await keepLog(log, call.artifacts).catch(() => []);
    await tearDownOwn(record, records, dependencies).catch((failure: unknown) => {
      // What it failed for is still the answer; the record is kept, so that a release or a sweep tries again.
      context.progress(`The deployment could not be torn down: ${String(failure)}`);
    });
    throw error;
  }
}

async function tearDownOwn(
  record: StagingRecord,
  records: StagingRecords,
  dependencies: DeploymentDependencies,
): Promise<void> {
  // The record on disk may name the process by now.
  const current = await records.read(record.task_id);
  await tearDown(current?.run_id === record.run_id ? current : record, records, dependencies);
}
