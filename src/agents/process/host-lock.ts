import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';

/**
 * Programs that hold a kernel lock on a file until their input ends: however the worker dies, its lock is free at once.
 * util-linux has the first, every other Unix the second; both take the same lock.
 */
const HOLDERS = [
  (file: string) => ['flock', file, '/bin/sh', '-c', 'echo held; read -r end'] as const,
  (file: string) =>
    [
      'perl',
      '-MFcntl=:flock',
      '-e',
      'open(my $f, ">>", shift) or die $!; flock($f, LOCK_EX) or die $!; $| = 1; print "held\n"; <STDIN>',
      file,
    ] as const,
];

type Holder = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Does `work` while no other work, of this process or another on this host, holds the lock on `file`.
 * @throws the signal's reason when it is aborted while waiting.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  const holder = await start(file);
  const closed = once(holder, 'close');
  try {
    await held(holder, file, signal);
    return await work();
  } finally {
    holder.stdin.end();
    await closed;
  }
}

async function start(file: string): Promise<Holder> {
  for (const argv of HOLDERS) {
    const [program, ...args] = argv(file);
    // Out of the worker's group: a Ctrl-C there must not free the lock under unfinished work.
    const holder = spawn(program, args, { detached: true, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] });
    holder.stdin.on('error', () => undefined);
    const started = await once(holder, 'spawn').then(
      () => true,
      () => false,
    );
    if (started) return holder;
  }
  throw new TerminalAgentError('Locks between processes need the program flock or perl: install one of them.');
}

async function held(holder: Holder, file: string, signal: AbortSignal | undefined): Promise<void> {
  const stop = (): void => {
    holder.kill();
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const answered = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    once(holder, 'exit').then(() => false),
  ]);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (!answered) throw new TransientAgentError(`The lock ${file} could not be taken.`);
}
