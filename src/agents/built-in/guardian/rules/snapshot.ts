import type { Finding } from '../../../../domain/phase-result.ts';
import type { ChangedFile } from '../change.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';
import { isSnapshot } from './test-files.ts';

/** An ERROR for each snapshot that is deleted or renamed to what is none, a WARNING for each that changes. */
export function changedSnapshot(files: readonly ChangedFile[]): readonly Finding[] {
  return files.flatMap((file): readonly Finding[] => {
    const { kind, path, previous_path: before = path } = file;
    if (kind === 'added' || !isSnapshot(before)) return [];
    if (kind === 'deleted') return [finding('ERROR', before, `${before} is deleted. ${UNLESS_ALLOWED}`)];
    if (!isSnapshot(path)) {
      return [finding('ERROR', before, `${before} is renamed to ${path}, which is no snapshot. ${UNLESS_ALLOWED}`)];
    }
    if (kind === 'renamed' && file.blob === file.previous_blob) return [];
    return [finding('WARNING', path, `${path} is changed: what its test compares with is not what it was.`)];
  });
}

function finding(severity: Finding['severity'], file: string, message: string): Finding {
  return { rule: 'snapshot', severity, file, message };
}
