import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A process of Chimera that is started again whenever it ends, as a service manager does. */
export interface Service {
  readonly name: string;
  /** Its data directory. */
  readonly home: string;
  readonly logFile: string;
  pid(): number;
  /** How often it ended without being asked to. */
  crashes(): number;
  /** Ends it at once; it is started again. False when it was gone already. */
  kill(): Promise<boolean>;
  freeze(): void;
  thaw(): void;
  wasFrozen(): boolean;
  /** Whether it runs now, and has said that it started. */
  isUp(): Promise<boolean>;
  /** Asks it to end, for good; after the limit (20 s) it is made to. False when it had to be. */
  stop(): Promise<boolean>;
}

/** What a service is started with. */
export interface ServiceOptions {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly home: string;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string>>;
}

const RESTART_AFTER_MS = 200;
const STOP_LIMIT_MS = 20_000;

/** Starts a service; it ends with this process at the latest, unless that is killed. */
export function startService({ name, command, cwd, home, logFile, env }: ServiceOptions): Service {
  const [program = '', ...args] = command;
  let stopping = false;
  let killed = false;
  let crashes = 0;
  let wasFrozen = false;
  let child = launch();
  const killWithParent = (): void => {
    stopping = true;
    child.kill('SIGKILL');
  };
  process.once('exit', killWithParent);

  function launch(): ChildProcess {
    const log = openSync(logFile, 'a');
    const started = spawn(program, args, { cwd, env, stdio: ['ignore', log, log] });
    closeSync(log);
    killed = false;
    started.once('exit', () => {
      if (stopping) return;
      if (!killed) crashes += 1;
      void delay(RESTART_AFTER_MS).then(() => {
        if (!stopping) child = launch();
      });
    });
    return started;
  }

  return {
    name,
    home,
    logFile,
    pid: () => child.pid ?? 0,
    crashes: () => crashes,
    kill: async () => {
      const victim = child;
      if (isOver(victim)) return false;
      const gone = once(victim, 'exit');
      killed = true;
      victim.kill('SIGKILL');
      await gone;
      return true;
    },
    freeze: () => {
      wasFrozen = true;
      child.kill('SIGSTOP');
    },
    thaw: () => child.kill('SIGCONT'),
    wasFrozen: () => wasFrozen,
    isUp: async () => {
      if (isOver(child)) return false;
      const wanted = ['"message":"Started"', `"pid":${child.pid ?? 0}`];
      const lines = (await readFile(logFile, 'utf8')).split('\n');
      return !isOver(child) && lines.some((line) => wanted.every((part) => line.includes(part)));
    },
    stop: async () => {
      stopping = true;
      process.off('exit', killWithParent);
      if (isOver(child)) return true;
      const gone = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      let forced = false;
      const impatience = setTimeout(() => {
        forced = true;
        child.kill('SIGKILL');
      }, STOP_LIMIT_MS);
      await gone;
      clearTimeout(impatience);
      return !forced;
    },
  };
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
