import type { Readable, Writable } from 'node:stream';
import { Ansis } from 'ansis';
import { jsonLine, printable } from '../text/printable.ts';

/** A stream to print to; a terminal says so and knows its width and height. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** A stream to read from. */
export type Input = Readable & { readonly isTTY?: boolean };

/** What a command may touch of the world around it. */
export interface Console {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user asks to stop: the first Ctrl-C, or SIGTERM. */
  readonly interrupted: AbortSignal;
}

const DEFAULT_WIDTH = 80;

/** How wide a line may be, in characters: the terminal's width, 80 elsewhere, never more than 100. */
export function widthOf(output: Output): number {
  return Math.min(output.columns ?? DEFAULT_WIDTH, 100);
}

/** Whether what is printed may move the cursor and change by itself. */
export function isInteractive({ stdout, env }: Pick<Console, 'stdout' | 'env'>): boolean {
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}

/** The colours for a stream: the terminal's own sixteen, and none where there is no terminal or NO_COLOR is set. */
export function coloursFor(output: Output, env: Console['env']): Ansis {
  const wanted = output.isTTY === true && env['TERM'] !== 'dumb' && !env['NO_COLOR'];
  return new Ansis(wanted ? 1 : 0);
}

/** Prints lines to a stream. */
export function print(output: Output, ...lines: readonly string[]): void {
  output.write(`${printable(lines.join('\n'))}\n`);
}

/** Prints one JSON document on one line. */
export function printJson(output: Output, document: unknown): void {
  output.write(`${jsonLine(document)}\n`);
}
