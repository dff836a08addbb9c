import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { failureReason } from '../../../src/toolchain/run-program.ts';
import type { Stack } from '../../../src/runtime/stack.ts';

/** Why this user cannot have a disk of its own, undefined when it can. */
export async function obstacleToSmallDisks(): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-chaos-disk-'));
  try {
    await mountSmallDisk({ push: () => undefined }, directory, 1);
    await execa('umount', [directory]);
    return undefined;
  } catch (error) {
    return `mounting a disk in memory is not allowed: ${failureReason(error)}`;
  } finally {
    await rmdir(directory);
  }
}

/** A disk that may be filled. */
export interface SmallDisk {
  /** Makes room for as much again as it had at first. */
  grow(): Promise<void>;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives the room back that `fill` took. */
  clear(): Promise<void>;
}

/**
 * Puts a disk of its own, of so many MiB in memory, at a new directory; it goes with the stack.
 * @throws {Error} when this user may not mount.
 */
export async function mountSmallDisk(
  stack: Pick<Stack, 'push'>,
  directory: string,
  mebibytes: number,
): Promise<SmallDisk> {
  let size = mebibytes;
  const filling = join(directory, 'filling');
  await mkdir(directory, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'chimera-chaos', directory]);
  stack.push(() => execa('umount', ['--lazy', directory]));
  return {
    grow: async () => {
      size += mebibytes;
      await execa('mount', ['-o', `remount,size=${size}m`, directory]);
    },
    fill: async () => {
      // It ends when there is no room for more.
      await execa('dd', ['if=/dev/zero', `of=${filling}`, 'bs=4096'], { reject: false });
    },
    clear: () => rm(filling),
  };
}
