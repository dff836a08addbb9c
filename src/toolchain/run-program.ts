import { execa, ExecaError } from 'execa';

/** How a program is run: its time limit in milliseconds and what differs from this process's surroundings. */
export interface ProgramOptions {
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const TAIL_LINES = 6;

/** What went wrong, in a line or a few: for a program its last words, else the error's message. */
export function failureReason(error: unknown): string {
  if (error instanceof ExecaError) {
    const all: unknown = error.all;
    const output = typeof all === 'string' ? all.trim().split('\n').slice(-TAIL_LINES).join('\n') : '';
    const how = error.timedOut ? 'took too long and was stopped' : error.shortMessage;
    return output === '' ? how : `${how}\n${output}`;
  }
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** Runs a program to its end and returns all it printed; throws with its last words when it fails or takes too long. */
export async function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  try {
    const { all } = await execa(file, args, {
      all: true,
      stdin: 'ignore',
      timeout: options.timeoutMs,
      forceKillAfterDelay: 2_000,
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    return all;
  } catch (error) {
    throw new Error(failureReason(error));
  }
}
