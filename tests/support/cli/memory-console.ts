import { PassThrough, Writable } from 'node:stream';
import type { Console, Output } from '../../../src/cli/console.ts';

/** What a stream was given, as text. */
export interface Recorded {
  readonly text: string;
  readonly lines: readonly string[];
}

function recorder(terminal?: { readonly columns: number }): Output & Recorded {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return Object.defineProperties(stream, {
    text: { get: () => chunks.join('') },
    lines: {
      get: () =>
        chunks
          .join('')
          .split('\n')
          .filter((line) => line !== ''),
    },
    ...(terminal === undefined ? {} : { isTTY: { value: true }, columns: { value: terminal.columns } }),
  }) as Output & Recorded;
}

/** A console in memory: what is typed into it, its environment, whether it is a terminal. */
export interface MemoryConsole extends Console {
  readonly stdout: Output & Recorded;
  readonly stderr: Output & Recorded;
  /** Presses Ctrl-C. */
  interrupt(): void;
}

/** A console for a test; without a terminal its width is 80 and it has no colours. */
export function memoryConsole(
  options: {
    readonly typed?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly terminal?: { readonly columns: number };
  } = {},
): MemoryConsole {
  const interruption = new AbortController();
  const stdin = new PassThrough();
  stdin.end(options.typed ?? '');
  return {
    stdin,
    stdout: recorder(options.terminal),
    stderr: recorder(options.terminal),
    env: options.env ?? {},
    interrupted: interruption.signal,
    interrupt: () => {
      interruption.abort();
    },
  };
}
