import { EXIT, type ExitCode } from './exit-code.ts';
import type { ProblemDocument } from './problem.ts';

/** An error that ends a command: the exit code, and what is told on standard error. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly exitCode: ExitCode;
  readonly problem: ProblemDocument;

  constructor(exitCode: ExitCode, problem: ProblemDocument, options?: ErrorOptions) {
    super(problem.detail || problem.title, options);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

type OwnKind = 'usage' | 'file-not-found' | 'unreachable' | 'failed' | 'interrupted' | 'already-running';

const exitCodes: Readonly<Record<OwnKind, ExitCode>> = {
  usage: EXIT.usage,
  'file-not-found': EXIT.notFound,
  unreachable: EXIT.unreachable,
  failed: EXIT.unsuccessful,
  interrupted: EXIT.interrupted,
  'already-running': EXIT.usage,
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
  return new CliFailure(EXIT.usage, {
    type: 'urn:chimera:problem:cli-usage',
    title: 'The command line is not right',
    detail: `${field} ${message}`,
    errors: [{ field, message, sentence: undefined, line: undefined, part: undefined, nearest: undefined }],
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
