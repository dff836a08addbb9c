import type { ChangedFile, ChangeKind } from './change.ts';

/** A changed file before its content is known. */
export type RawEntry = Omit<ChangedFile, 'previous_bytes' | 'bytes' | 'added' | 'texts' | 'begins'>;

const KINDS: Readonly<Partial<Record<string, ChangeKind>>> = {
  A: 'added',
  C: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type_changed',
};

interface Counts {
  readonly binary: boolean;
  readonly lines_added: number;
  readonly lines_deleted: number;
}

/**
 * The entries of `git diff --raw --numstat -z --no-abbrev`.
 * @throws {Error} when the text is not of that form.
 */
export function parseRawDiff(output: string): readonly RawEntry[] {
  const fields = output.split('\0');
  const entries: Omit<RawEntry, keyof Counts>[] = [];
  const counts = new Map<string, Counts>();
  for (let at = 0; at < fields.length - 1; at += 1) {
    const field = fields[at] ?? '';
    if (field.startsWith(':')) {
      const [previousMode = '', mode = '', previousBlob = '', blob = '', status = ''] = field.slice(1).split(' ');
      const kind = KINDS[status.charAt(0)];
      if (kind === undefined) throw new Error(`Git reports a change of an unknown kind: ${JSON.stringify(field)}`);
      const first = fields[(at += 1)] ?? '';
      const moved = /^[RC]/.test(status);
      const path = moved ? (fields[(at += 1)] ?? '') : first;
      entries.push({
        kind,
        path,
        ...(kind === 'renamed' ? { previous_path: first } : {}),
        previous_mode: previousMode,
        mode,
        previous_blob: previousBlob,
        blob,
      });
    } else {
      const match = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(field);
      if (match === null) throw new Error(`Git reports a change in an unknown form: ${JSON.stringify(field)}`);
      const [, added = '', deleted = '', inline = ''] = match;
      // A renamed file leaves the path empty here and names the old and the new one in the two fields that follow.
      const path = inline === '' ? (fields[(at += 2)] ?? '') : inline;
      const before = counts.get(path);
      counts.set(path, {
        binary: added === '-' || before?.binary === true,
        lines_added: (Number(added) || 0) + (before?.lines_added ?? 0),
        lines_deleted: (Number(deleted) || 0) + (before?.lines_deleted ?? 0),
      });
    }
  }
  return entries.map((entry) => ({
    ...entry,
    ...(counts.get(entry.path) ?? { binary: false, lines_added: 0, lines_deleted: 0 }),
  }));
}
