import { setTimeout as delay } from 'node:timers/promises';
import { withInstallLock } from '../install-lock.ts';
import { failureReason, runProgram } from '../run-program.ts';
import type { Installation } from '../tool.ts';

const APT_TIMEOUT_MS = 15 * 60_000;
const BUSY_POLL_MS = 1_000;
const BUSY_PATIENCE_MS = 10 * 60_000;

/** A command with its arguments. */
export type Command = readonly [file: string, ...args: string[]];

/** The two commands that install Debian packages without a question: as root directly, else by sudo without password. */
export function aptCommands(packages: readonly string[], isRoot: boolean): { update: Command; install: Command } {
  const apt = (...args: string[]): Command => {
    const command = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=600', ...args];
    // What a system installs is for all its users, however much this process keeps to itself.
    const forAll = ['sh', '-c', 'umask 022; exec env "$@"', 'sh', ...command] as const;
    return isRoot ? [...forAll] : ['sudo', '-n', ...forAll];
  };
  return {
    update: apt('update'),
    install: apt('install', '-y', '--no-install-recommends', ...packages),
  };
}

async function runWhenFree([file, ...args]: Command, { machine }: Installation, onBusy: () => void): Promise<void> {
  const deadline = performance.now() + BUSY_PATIENCE_MS;
  for (;;) {
    try {
      await runProgram(file, args, { timeoutMs: APT_TIMEOUT_MS, env: { PATH: machine.env['PATH'] ?? '' } });
      return;
    } catch (error) {
      // apt waits for dpkg's lock by itself, but not for that of the package lists.
      if (!failureReason(error).includes('Could not get lock') || performance.now() > deadline) throw error;
      onBusy();
      await delay(BUSY_POLL_MS);
    }
  }
}

/** Installs Debian packages, after any other apt on this system has finished. */
export async function installWithApt(installation: Installation, packages: readonly string[]): Promise<void> {
  const { machine, cacheDirectory, report } = installation;
  const { update, install } = aptCommands(packages, machine.isRoot);
  const onBusy = (): void => {
    report('waiting for another installation of packages to end');
  };
  await withInstallLock(
    cacheDirectory,
    'apt',
    async () => {
      report('reading the package lists');
      // Stale lists may still do, and the install tells it better when they do not.
      const updateFailure = await runWhenFree(update, installation, onBusy).then(() => undefined, failureReason);
      report(`installing the packages ${packages.join(', ')}`);
      await runWhenFree(install, installation, onBusy).catch((error: unknown) => {
        throw new Error([failureReason(error), updateFailure].filter(Boolean).join('\n'));
      });
    },
    { onWait: onBusy },
  );
}
