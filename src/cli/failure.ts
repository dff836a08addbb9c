import { EXIT_CODES, type ExitCode } from './exit-code.ts';
import type { FieldError, ProblemDocument } from '../contract/problem.ts';

/** A problem as the CLI tells it: of its own ones no server has a status or a path; of the API's it says when to try again. */
export interface ToldProblem
  extends Pick<ProblemDocument, 'type' | 'title' | 'detail'>, Partial<Pick<ProblemDocument, 'status' | 'instance'>> {
  readonly errors: readonly FieldError[];
  readonly retry_after_seconds?: number;
}

/** An error that ends a command: the exit code, and what is told on standard error. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly exitCode: ExitCode;
  readonly problem: ToldProblem;

  constructor(exitCode: ExitCode, problem: ToldProblem, options?: ErrorOptions) {
    super(problem.detail || problem.title, options);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

type OwnKind =
  'usage' | 'file-not-found' | 'agent-not-found' | 'unreachable' | 'failed' | 'interrupted' | 'already-running';

const exitCodes: Readonly<Record<OwnKind, ExitCode>> = {
  usage: EXIT_CODES.usage,
  'file-not-found': EXIT_CODES.notFound,
  'agent-not-found': EXIT_CODES.notFound,
  unreachable: EXIT_CODES.unreachable,
  failed: EXIT_CODES.unsuccessful,
  interrupted: EXIT_CODES.interrupted,
  'already-running': EXIT_CODES.usage,
};

/** A failure that the CLI finds itself; `detail` says what is wrong and what to do about it. */
export function cliFailure(kind: OwnKind, title: string, detail: string, cause?: unknown): CliFailure {
  return new CliFailure(
    exitCodes[kind],
    { type: `urn:chimera:problem:cli-${kind}`, title, detail, errors: [] },
    cause === undefined ? undefined : { cause },
  );
}

/** A field of the command line that is wrong. */
export function wrongOption(field: string, message: string): CliFailure {
  return new CliFailure(EXIT_CODES.usage, {
    type: 'urn:chimera:problem:cli-usage',
    title: 'The command line is not right',
    detail: `${field} ${message}`,
    errors: [{ field, message }],
  });
}

/** Any error as a failure; one that nobody foresaw becomes exit code 1 with its message. */
export function toFailure(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const refusedInput = error instanceof Error && error.name === 'ConfigError';
  return cliFailure(
    refusedInput ? 'usage' : 'failed',
    refusedInput ? 'The configuration is not right' : 'The command failed',
    message,
    error,
  );
}
