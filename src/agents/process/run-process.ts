import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Readable, type Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { guardTree } from '../../host/process-guard.ts';
import { stopTree, type ProcessTree } from '../../host/process-tree.ts';
import type { Argv, Confine } from '../sandbox/sandbox.ts';
import { agentEnvironment, type EnvironmentVariables } from './environment.ts';
import { splitLines, type LineSplitter } from './output-lines.ts';
import { keepTail, type OutputTail } from './output-tail.ts';

/** What to run, and who listens. */
export interface ProcessOptions {
  /** A command line for `/bin/sh -c`, or a program and its arguments. */
  readonly command: string | Argv;
  /** Absolute path. */
  readonly cwd: string;
  /** Given over the inherited variables (environment.ts); nothing else of the worker's environment is passed on. */
  readonly env?: EnvironmentVariables;
  /** Keeps the program and all that it starts from changing what is not theirs; without it they may do what the worker may. */
  readonly confine?: Confine;
  /** Text for the program's standard input; without it the input is empty. */
  readonly input?: string;
  /**
   * Talks with the program: its input stays open, and its output goes here instead of to `onStdout` and the tail. Called
   * once, when the program has started.
   */
  readonly talk?: (streams: ProgramStreams) => void;
  /** Aborted: the whole process tree is ended, and the run rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onStdout?: (line: string) => void;
  readonly onStderr?: (line: string) => void;
  /** Whether what the program writes to REPORT_DESCRIPTOR is taken: a way that only this very program has. */
  readonly takesReport?: boolean;
}

/** The streams of a program that is talked with; it reads `input` and writes `output`. */
export interface ProgramStreams {
  readonly input: Writable;
  readonly output: Readable;
}

/** The descriptor by which a program hands over its report, where one is taken. */
export const REPORT_DESCRIPTOR = 3;

/** Bytes of a report that are taken; a longer one is no report. */
const MAX_REPORT_BYTES = 64 * 1024 * 1024;

/** How a program ended by itself: an exit code, or the signal that killed it. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last 64 KiB of both outputs, in the order of arrival; of a program that is talked with, of its errors. */
  readonly tail: string;
  /** Processes that the program left behind and that were ended. */
  readonly leftBehind: number;
  /** What the program wrote to REPORT_DESCRIPTOR. */
  readonly report?: string;
}

/** The program could not be started; `code` is the system's: ENOENT, EACCES, EAGAIN. */
export class ProcessStartError extends Error {
  override readonly name = 'ProcessStartError';
  readonly code: string;

  constructor(program: string, cause: NodeJS.ErrnoException) {
    super(`${program} could not be started: ${cause.message}`, { cause });
    this.code = cause.code ?? 'UNKNOWN';
  }
}

/** The environment variable by which the processes of one run are known. */
export const RUN_ID_VARIABLE = 'CHIMERA_RUN_ID';

const DRAIN_MS = 1_000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Runs a program as the leader of its own process group, to its end or to the signal's abort.
 *
 * 1. It settles only when every process of the tree is gone: also grandchildren that ignore SIGTERM or left the group,
 *    and those that a finished program left behind. An abort takes at most 5 s.
 * 2. If this process dies meanwhile, even by SIGKILL, the tree is killed at once (src/host/process-guard.ts).
 * 3. Memory is bounded, however much the program prints.
 *
 * A process that is not confined escapes only if it clears its environment, starts its own session and outlives its
 * parent, all three; a confined one cannot.
 * @throws {ProcessStartError} when there is no such program or directory.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  options.signal?.throwIfAborted();
  const id = randomUUID();
  const marker = `${RUN_ID_VARIABLE}=${id}`;
  const guard = guardTree(marker);
  try {
    const child = start(options, id);
    const tail = keepTail();
    const drained = listen(child, options, tail);
    const report = reportOf(child, options);
    const group = await started(child, options);
    guard.attach(group);
    if (options.talk === undefined) feed(child.stdin, options.input);
    else talkWith(child, options.talk);
    const tree = { group, marker };
    const leftBehind = await untilGone(child, tree, options.signal);
    await Promise.race([drained, delay(DRAIN_MS)]);
    child.stdout.destroy();
    child.stderr.destroy();
    options.signal?.throwIfAborted();
    const ended = { ...endOf(child, options), tail: tail.text(), leftBehind };
    return options.takesReport === true ? { ...ended, report: await report() } : ended;
  } finally {
    await guard.release();
  }
}

function argvOf({ command }: ProcessOptions): Argv {
  return typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
}

function start(options: ProcessOptions, id: string): Child {
  const own = argvOf(options);
  const [program, ...args] = options.confine?.(own, options.cwd) ?? own;
  return spawn(program, args, {
    cwd: options.cwd,
    env: { ...agentEnvironment(options.env), [RUN_ID_VARIABLE]: id },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(options.takesReport === true ? (['pipe'] as const) : [])],
  });
}

async function started(child: Child, options: ProcessOptions): Promise<number> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new ProcessStartError(argvOf(options)[0], error as NodeJS.ErrnoException);
  }
  if (child.pid === undefined) throw new Error('A started process has no id.');
  return child.pid;
}

function listen(child: Child, { onStdout, onStderr, talk }: ProcessOptions, tail: OutputTail): Promise<unknown> {
  const attach = (stream: Readable, lines: LineSplitter): Promise<void> =>
    new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => {
        tail.push(chunk);
        lines.push(chunk);
      });
      stream.on('error', () => undefined);
      stream.on('close', () => {
        lines.end();
        resolve();
      });
    });
  return Promise.all([
    ...(talk === undefined ? [attach(child.stdout, splitLines(onStdout ?? ignore))] : []),
    attach(child.stderr, splitLines(onStderr ?? ignore)),
  ]);
}

/** How the program ended. What confines it tells of a death by a signal as a shell does: 128 and the signal's number. */
function endOf(
  { exitCode, signalCode }: Child,
  { confine }: ProcessOptions,
): Pick<ProcessResult, 'exitCode' | 'signal'> {
  const number = confine === undefined ? 0 : (exitCode ?? 0) - 128;
  const [signal] = Object.entries(constants.signals).find(([, known]) => known === number) ?? [];
  return signal === undefined ? { exitCode, signal: signalCode } : { exitCode: null, signal: signal as NodeJS.Signals };
}

/** Collects the report; once the program has ended, `report()` waits a moment for the end of it. */
function reportOf(child: Child, { takesReport = false }: ProcessOptions): () => Promise<string> {
  const stream = takesReport ? child.stdio[REPORT_DESCRIPTOR] : undefined;
  if (!(stream instanceof Readable)) return () => Promise.resolve('');
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_REPORT_BYTES) chunks.push(chunk);
  });
  stream.on('error', ignore);
  const closed = once(stream, 'close');
  return async () => {
    await Promise.race([closed, delay(DRAIN_MS)]);
    stream.destroy();
    return size > MAX_REPORT_BYTES ? '' : Buffer.concat(chunks).toString('utf8');
  };
}

function feed(stdin: Writable, input: string | undefined): void {
  // A program need not read its input: EPIPE is its own business.
  stdin.on('error', () => undefined);
  stdin.end(input ?? '');
}

function talkWith({ stdin, stdout }: Child, talk: NonNullable<ProcessOptions['talk']>): void {
  // Whoever talks sees the end of the streams; what goes wrong with them is the program's end, which is told by its exit.
  for (const stream of [stdin, stdout]) stream.on('error', ignore);
  talk({ input: stdin, output: stdout });
}

async function untilGone(child: Child, tree: ProcessTree, signal: AbortSignal | undefined): Promise<number> {
  const exited = hasExited(child) ? Promise.resolve() : once(child, 'exit').then(ignore);
  const aborted = new AbortController();
  const abort = signal === undefined ? [] : [abortOf(signal, aborted.signal)];
  await Promise.race([exited, ...abort]);
  aborted.abort();
  const stopped = await stopTree(tree);
  await exited;
  return stopped;
}

function hasExited(child: Child): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function abortOf(signal: AbortSignal, done: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true, signal: done },
    );
  });
}

function ignore(): void {
  // Nobody listens.
}
