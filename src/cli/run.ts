import { CommanderError } from 'commander';
import { coloursFor, type Console, print, printJson, widthOf } from './console.ts';
import { EXIT_CODES, type ExitCode } from './exit-code.ts';
import { type CliFailure, toFailure, wrongOption } from './failure.ts';
import { createProgram } from './program.ts';
import type { System } from './system.ts';
import { problemLines } from './view/problem-lines.ts';

/** Runs one command line (without the program's name) and resolves with its exit code; errors go to standard error. */
export async function runCli(
  args: readonly string[],
  console: Console,
  system: System,
  version: string,
): Promise<ExitCode> {
  const outcome: { code: ExitCode } = { code: EXIT_CODES.ok };
  const program = createProgram({
    console,
    system,
    version,
    exit: (code) => {
      outcome.code = code;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.ok;
    const failure = error instanceof CommanderError ? usageFailure(error) : toFailure(error);
    report(failure, args, console);
    return failure.exitCode;
  }
}

function usageFailure(error: CommanderError): CliFailure {
  if (error.code === 'commander.help') return wrongOption('command', 'is missing; `chimera --help` lists them');
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? '';
  const field = /'([^' ]+)(?: [^']*)?'/.exec(message)?.[1] ?? 'command line';
  return wrongOption(field, `is not right: ${message}. See \`chimera --help\`.`);
}

function report(failure: CliFailure, args: readonly string[], { stderr, env }: Console): void {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (options.includes('--json')) printJson(stderr, failure.problem);
  else print(stderr, ...problemLines(failure.problem, coloursFor(stderr, env), widthOf(stderr)));
}
