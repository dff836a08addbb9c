import type { Finding } from '../../../../domain/phase-result.ts';
import { type ChangedFile, filesOfCoder, type ReviewSubject } from '../change.ts';

/** Files above this size, in bytes, are not read. */
export const LARGE_FILE_BYTES = 1024 * 1024;

const MEDIA = /\.(?:avif|gif|ico|jpe?g|png|webp|woff2?|ttf|otf|mp[34]|webm|ogg|wav|pdf)$/i;

/** A WARNING for each file above 1 MiB and for each binary file; media files, which are binary by nature, are an INFO. */
export function unreadFile(subject: ReviewSubject): readonly Finding[] {
  return filesOfCoder(subject).flatMap((file): readonly Finding[] => {
    if (file.kind === 'deleted') return [];
    if (file.bytes > LARGE_FILE_BYTES) {
      const size = (file.bytes / LARGE_FILE_BYTES).toFixed(1);
      return [finding(file, 'large-file', 'WARNING', `${file.path} has ${size} MiB and was not read.`)];
    }
    if (!file.binary) return [];
    const severity = MEDIA.test(file.path) ? 'INFO' : 'WARNING';
    return [finding(file, 'binary-file', severity, `${file.path} is binary and was not read.`)];
  });
}

function finding(file: ChangedFile, rule: string, severity: Finding['severity'], message: string): Finding {
  return { rule, severity, file: file.path, message };
}
