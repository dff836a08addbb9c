import { ApplicationFaultError, TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';
import type { AgentContext } from '../../agent.ts';
import { stopTree } from '../../../host/process-tree.ts';
import type { Confine } from '../../sandbox/sandbox.ts';
import { listensOn } from '../../../host/listening-port.ts';
import { probeUrl } from './probe.ts';
import { endOfLog, lastLines } from './staging-log.ts';
import { startStaging, processTreeOf } from './staging-process.ts';
import type { StagingRecord, StagingRecords } from './staging-record.ts';
import { waitUntilHealthy } from './wait-until-healthy.ts';

/** A deployment that answers; `process` is known. */
export type HealthyRecord = StagingRecord & { readonly process: NonNullable<StagingRecord['process']> };

/** How a deployment is started. */
export interface StartPlan {
  readonly record: StagingRecord;
  readonly confine: Confine;
  readonly healthTimeoutMs: number;
  readonly records: StagingRecords;
  readonly choosePort: () => Promise<number>;
}

const LOG_LINES = 20;
const CANNOT_RUN = [126, 127];
const PORT_TAKEN = /EADDRINUSE|address (?:is )?already in use/i;

/**
 * Starts a recorded deployment and waits until it is healthy; once more, on another port, when the first was taken
 * before the deployment could listen on it.
 * @throws {TerminalAgentError} when the command cannot be found; ApplicationFaultError, with the end of the log, when it
 * ends early or is not healthy in time; TransientAgentError when no port was to be had. Processes may still run then: the
 * caller tears down.
 */
export async function startHealthy(plan: StartPlan, context: AgentContext): Promise<HealthyRecord> {
  const first = await startOnce(plan, context);
  if (first !== 'port taken') return first;
  context.progress('The port was taken meanwhile: starting again on another one');
  const second = await startOnce(plan, context);
  if (second !== 'port taken') return second;
  throw new TransientAgentError('The staging command found its port taken, twice.');
}

async function startOnce(
  { record, confine, healthTimeoutMs, records, choosePort }: StartPlan,
  context: AgentContext,
): Promise<HealthyRecord | 'port taken'> {
  const port = await choosePort();
  context.signal.throwIfAborted();
  const log = records.logOf(record.task_id);
  const url = `http://127.0.0.1:${port}`;
  const health = new URL(record.health_path, url).href;
  context.progress(`Starting "${record.command}" on port ${port}`);
  const started = await startStaging({ record, confine, port, log });
  const { pid, identity = 'gone' } = started;
  const running = { ...record, process: { pid, identity, port, deployment_url: url } };
  await records.write(running);

  const outcome = await waitUntilHealthy({
    url: health,
    limitMs: healthTimeoutMs,
    signal: context.signal,
    ended: () => started.ended() !== undefined,
    isListening: async () => listensOn(port, await processTreeOf(running)),
    onAnswer: (says) => {
      context.progress(`Waiting for ${health}: ${says}`);
    },
  });
  if (outcome.kind === 'healthy') return running;

  const output = await endOfLog(log);
  const tail = `\n${lastLines(output, LOG_LINES)}`;
  if (outcome.kind === 'timeout') {
    const seconds = healthTimeoutMs / 1000;
    throw new ApplicationFaultError(`Staging was not healthy after ${seconds} s: ${health} ${outcome.says}.${tail}`);
  }
  const end = started.ended();
  await stopTree(await processTreeOf(running));
  if (PORT_TAKEN.test(output) || (await isTaken(url))) return 'port taken';
  const Failure = CANNOT_RUN.includes(end?.exitCode ?? 0) ? TerminalAgentError : ApplicationFaultError;
  throw new Failure(`The staging command "${record.command}" ended before it was healthy (${end?.says ?? ''}).${tail}`);
}

async function isTaken(url: string): Promise<boolean> {
  return !(await probeUrl(url)).says.includes('ECONNREFUSED');
}
