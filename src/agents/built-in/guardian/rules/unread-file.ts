import type { Finding } from '../../../../domain/phase-result.ts';
import type { ChangedFile } from '../change.ts';
import { isReadWhole, LARGE_FILE_BYTES, MAX_LOCK_BYTES, mostBytesOf } from '../whole-files.ts';
import { lockFormOf } from '../locks/lock-forms.ts';
import { isPointer } from '../lfs-pointer.ts';
import { beginsAsMedia, isMediaName } from '../media.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';

/**
 * An ERROR for each file that nobody has read: above 1 MiB, binary without being the media file that its name says, kept
 * in Git LFS (a WARNING where its name says media), or too large before to be compared with what it is now. Media files, and
 * lock files that are read as such, are an INFO.
 */
export function unreadFile(files: readonly ChangedFile[]): readonly Finding[] {
  return files.flatMap((file): readonly Finding[] => {
    const { path, kind, bytes, previous_bytes, binary, begins } = file;
    if (kind === 'deleted') return [];
    if (bytes > LARGE_FILE_BYTES && lockFormOf(path) !== undefined && bytes <= MAX_LOCK_BYTES) {
      const message = `${path} has ${mebibytes(bytes)}: only where it takes packages from was looked at.`;
      return [finding(file, 'large-file', 'INFO', message)];
    }
    if (bytes > LARGE_FILE_BYTES) {
      const message = `${path} has ${mebibytes(bytes)}, more than is read of one file. ${UNLESS_ALLOWED}`;
      return [finding(file, 'large-file', 'ERROR', message)];
    }
    if (binary && begins !== undefined && beginsAsMedia(path, begins)) {
      return [finding(file, 'binary-file', 'INFO', `${path} is binary and was not read; it begins as its name says.`)];
    }
    if (binary) {
      const message = `${path} is binary, is no picture, font or other media file, and was not read. ${UNLESS_ALLOWED}`;
      return [finding(file, 'binary-file', 'ERROR', message)];
    }
    if (isPointer(file)) {
      const message = `${path} is a pointer of Git LFS: what it stands for is not in the repository, and was not read.`;
      return isMediaName(path)
        ? [finding(file, 'lfs-pointer', 'WARNING', message)]
        : [finding(file, 'lfs-pointer', 'ERROR', `${message} ${UNLESS_ALLOWED}`)];
    }
    if (previous_bytes > mostBytesOf(file) && isReadWhole(file)) {
      const message = `${path} had ${mebibytes(previous_bytes)} before, too much to be compared. ${UNLESS_ALLOWED}`;
      return [finding(file, 'large-file', 'ERROR', message)];
    }
    return [];
  });
}

function mebibytes(bytes: number): string {
  return `${(bytes / LARGE_FILE_BYTES).toFixed(1)} MiB`;
}

function finding(file: ChangedFile, rule: string, severity: Finding['severity'], message: string): Finding {
  return { rule, severity, file: file.path, message };
}
