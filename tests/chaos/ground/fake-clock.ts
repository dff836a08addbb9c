import { mkdtemp, rename, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findTool } from '../../../src/toolchain/index.ts';
import type { Stack } from '../../../src/runtime/stack.ts';

/** Why clocks cannot be set here, undefined when they can. */
export async function obstacleToFakeClocks(): Promise<string | undefined> {
  return (await findTool('faketime')) === undefined ? 'faketime is not installed' : undefined;
}

/** A clock that processes see instead of the system's; how long something takes they see as it is. */
export interface FakeClock {
  /** With this environment a program sees the clock; not one that asks the kernel without the C library. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets it to so many seconds after the real time, or before it; each process sees that within a second. */
  set(secondsAhead: number): Promise<void>;
}

/**
 * Makes a clock that shows the real time at first; its file goes with the stack.
 * @throws {Error} when faketime is not installed.
 */
export async function makeFakeClock(stack: Pick<Stack, 'push'>): Promise<FakeClock> {
  const faketime = await findTool('faketime');
  if (faketime === undefined) throw new Error('faketime is not installed');
  const { stdout: library } = await execa(faketime.path, ['-f', '+0', 'printenv', 'LD_PRELOAD']);
  const directory = await mkdtemp(join(tmpdir(), 'chimera-chaos-clock-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  // PostgreSQL may run as another user.
  await chmod(directory, 0o755);
  const file = join(directory, 'offset');
  const set = async (secondsAhead: number): Promise<void> => {
    await writeFile(`${file}.new`, `${secondsAhead < 0 ? '' : '+'}${secondsAhead}\n`);
    await rename(`${file}.new`, file);
  };
  await set(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    set,
  };
}
