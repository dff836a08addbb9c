import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import { z } from 'zod';
import { isRunning } from '../../../src/host/process.ts';
import { ROOT } from './compose-file.ts';

/** How a process ended: its exit code, or the signal that ended it. */
export type End = number | NodeJS.Signals;

/** A process that was started as an image starts it. */
export interface ServiceProcess {
  readonly pid: number;
  /** Its standard output, as far as it has come: JSON lines. */
  output(): string;
  errors(): string;
  /** Sends a signal, and tells how the process ended and after how many ms. */
  end(...signals: readonly NodeJS.Signals[]): Promise<{ readonly end: End; readonly ms: number }>;
  readonly ended: Promise<End>;
  /** Whether a process of its group is still there. */
  groupIsAlive(): boolean;
}

/** Starts a command in the repository's root with no other environment than the one given, in a group of its own. */
export function startService(command: readonly string[], env: Readonly<Record<string, string>>): ServiceProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, 'close').then(() => child.signalCode ?? child.exitCode ?? -1);
  const pid = child.pid ?? NaN;
  return {
    pid,
    output: () => output,
    errors: () => errors,
    ended,
    async end(...signals) {
      const begun = performance.now();
      for (const signal of signals) child.kill(signal);
      return { end: await ended, ms: performance.now() - begun };
    },
    groupIsAlive: () => isRunning(-pid),
  };
}

const logLine = z.object({
  level: z.string(),
  component: z.string(),
  message: z.string(),
  timestamp: z.iso.datetime(),
});

/** Waits until a process has logged a message; every line it has logged must be one JSON object in the form of the log. */
export async function untilLogged(service: ServiceProcess, message: string, timeout = 60_000): Promise<void> {
  await vi.waitFor(
    () => {
      if (messagesOf(service).some((logged) => logged.includes(message))) return;
      throw new Error(`It has not logged "${message}", but:\n${service.output()}${service.errors()}`);
    },
    { timeout, interval: 50 },
  );
}

/** The messages that a process has logged. */
export function messagesOf(service: ServiceProcess): readonly string[] {
  const lines = service.output().split('\n').slice(0, -1);
  return lines.map((line) => logLine.parse(JSON.parse(line)).message);
}
