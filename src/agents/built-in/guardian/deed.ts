import type { ChangedFile } from './change.ts';

/** What a change does to one of a file's paths, after "it is". */
export function deedOf(file: ChangedFile, path: string): string {
  if (file.kind === 'renamed') {
    return path === file.path ? `what ${file.previous_path ?? 'a file'} is renamed to` : `renamed to ${file.path}`;
  }
  if (file.kind === 'type_changed') return 'replaced by another type of file';
  const modeOnly = file.mode !== file.previous_mode && file.lines_added + file.lines_deleted === 0 && !file.binary;
  return file.kind === 'modified' && modeOnly ? `given the mode ${file.mode}` : file.kind;
}
