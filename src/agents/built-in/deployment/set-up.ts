import { stripVTControlCharacters } from 'node:util';
import { ApplicationFaultError, TerminalAgentError } from '../../../domain/failure.ts';
import { runProcess } from '../../process/run-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { SetUp } from '../../workspace/workspace.ts';
import { lastLines } from './staging-log.ts';

const CANNOT_RUN = [126, 127];

/**
 * Runs a project's set-up command in a checkout. Rejects with the signal's reason when that is aborted.
 * @throws {TerminalAgentError} when the command cannot be found, ApplicationFaultError when it fails.
 */
export async function setUpCheckout({ command, directory, project }: SetUp, sandbox: Sandbox, signal: AbortSignal) {
  const {
    exitCode,
    signal: killed,
    tail,
  } = await runProcess({
    command,
    cwd: directory,
    confine: sandbox.forTask({ project, writable: [directory] }),
    signal,
    env: { CI: 'true' },
  });
  if (exitCode === 0) return;
  const Failure = CANNOT_RUN.includes(exitCode ?? 0) ? TerminalAgentError : ApplicationFaultError;
  const end = killed ?? `exit code ${String(exitCode)}`;
  throw new Failure(`The set-up "${command}" fails (${end}):\n${lastLines(stripVTControlCharacters(tail), 20)}`);
}
