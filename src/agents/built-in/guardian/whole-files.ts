import type { ChangedFile } from './change.ts';
import { lockFormOf } from './locks/lock-forms.ts';
import { manifestFormOf } from './manifests/forms.ts';
import { isTestFile } from './rules/test-files.ts';
import { mayBePointer } from './lfs-pointer.ts';

/** Files above this size, in bytes, are not read. */
export const LARGE_FILE_BYTES = 1024 * 1024;

/** Lock files above this size, in bytes, are not read: package managers write large ones. */
export const MAX_LOCK_BYTES = 8 * LARGE_FILE_BYTES;

/** Above this many bytes of all files that are read whole, a change is too large to be read. */
export const MAX_WHOLE_BYTES = 32 * LARGE_FILE_BYTES;

/** Whether a rule compares the whole of a file with what it was. */
export function isReadWhole(file: ChangedFile): boolean {
  const { path, previous_path = path } = file;
  if (lockFormOf(path) !== undefined) return true;
  const byName = [path, previous_path].some(
    (name) => isTestFile(name) || manifestFormOf(name) !== undefined || name.endsWith('.rs'),
  );
  return (byName && !file.binary) || mayBePointer(file);
}

/** The most bytes of a file that is read whole. */
export function mostBytesOf({ path }: ChangedFile): number {
  return lockFormOf(path) === undefined ? LARGE_FILE_BYTES : MAX_LOCK_BYTES;
}
