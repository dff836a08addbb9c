import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';
import { identityOf } from '../../../host/process.ts';
import type { ProcessTree } from '../../../host/process-tree.ts';
import { agentEnvironment } from '../../process/environment.ts';
import { RUN_ID_VARIABLE } from '../../process/run-process.ts';
import type { Confine } from '../../sandbox/sandbox.ts';
import type { StagingRecord } from './staging-record.ts';

/** A deployment that is to be started, on a port, with its output in a log. */
export interface StagingStart {
  readonly record: StagingRecord;
  readonly confine: Confine;
  readonly port: number;
  /** Absolute path. */
  readonly log: string;
}

/** A staging process just started. */
export interface StagingProcess {
  readonly pid: number;
  /** Undefined when it was gone before it could be looked at. */
  readonly identity: string | undefined;
  /** How it ended, in words and as exit code, once it has. */
  ended(): { readonly says: string; readonly exitCode: number | null } | undefined;
}

/**
 * Starts a deployment's command so that it outlives this process: leader of a session of its own, with nothing open
 * but its log, and not under the guard that ends agents with their worker.
 * @throws {TerminalAgentError} when it cannot be started, TransientAgentError when the system is short of processes.
 */
export async function startStaging({ record, confine, port, log }: StagingStart): Promise<StagingProcess> {
  // Emptied for each start, but open for appending, so that it can be emptied again while it is written.
  await rm(log, { force: true });
  const output = await open(log, 'a', 0o600);
  try {
    const [program, ...args] = confine(['/bin/sh', '-c', record.command], record.directory);
    const child = spawn(program, args, {
      cwd: record.directory,
      env: agentEnvironment({
        PORT: String(port),
        HOST: '127.0.0.1',
        CHIMERA_TASK_ID: record.task_id,
        [RUN_ID_VARIABLE]: record.run_id,
      }),
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    child.unref();
    await once(child, 'spawn').catch((error: unknown) => {
      const Failure = (error as NodeJS.ErrnoException).code === 'EAGAIN' ? TransientAgentError : TerminalAgentError;
      throw new Failure(`The staging command could not be started in ${record.directory}: ${String(error)}`, {
        cause: error,
      });
    });
    const pid = child.pid ?? 0;
    return {
      pid,
      identity: await identityOf(pid),
      ended: () => {
        if (child.exitCode === null && child.signalCode === null) return undefined;
        const says = child.signalCode ?? `exit code ${String(child.exitCode)}`;
        return { says, exitCode: child.exitCode };
      },
    };
  } finally {
    await output.close();
  }
}

const NO_GROUP = -1;

/** The processes of a recorded deployment; its group counts only while its leader is the one that was recorded. */
export async function processTreeOf({ run_id, process: leader }: StagingRecord): Promise<ProcessTree> {
  const marker = `${RUN_ID_VARIABLE}=${run_id}`;
  const isLeader = leader !== undefined && (await identityOf(leader.pid)) === leader.identity;
  return { group: isLeader ? leader.pid : NO_GROUP, marker };
}
