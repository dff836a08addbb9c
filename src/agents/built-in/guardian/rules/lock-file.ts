import type { Finding } from '../../../../domain/phase-result.ts';
import type { ChangedFile } from '../change.ts';
import { lockFormOf } from '../locks/lock-forms.ts';
import { sourcesIn } from '../locks/sources.ts';
import { lineAt } from '../manifests/key-line.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';

/** New origins of one lock file that are told one by one. */
const MAX_TOLD = 10;

/**
 * An ERROR for each host that a lock file takes packages from and did not before, or, where it named none before, that is
 * not the usual one; and for a lock file that cannot be parsed.
 */
export function movedLock(files: readonly ChangedFile[]): readonly Finding[] {
  return files.flatMap((file): readonly Finding[] => {
    const { path, kind, texts } = file;
    const form = lockFormOf(path);
    if (form === undefined || texts?.after === undefined) return [];
    const text = texts.after;
    const after = sourcesIn(text, form);
    if (after === undefined) {
      return [finding(path, `${path} cannot be parsed, so it is not known where packages come from. Make it anew.`)];
    }
    const known = kind === 'renamed' || texts.before === undefined ? undefined : sourcesIn(texts.before, form);
    const before = known === undefined || known.size === 0 ? new Set(form.usual) : new Set(known.keys());
    const moved = [...after].filter(([origin]) => !before.has(origin));
    const told = moved.slice(0, MAX_TOLD).map(([origin, url]) => {
      const than = known === undefined || known.size === 0 ? 'which is not the usual place' : 'which it did not before';
      const at = text.indexOf(url);
      const message = `${path} takes packages from ${origin}, ${than}. ${UNLESS_ALLOWED}`;
      return finding(path, message, at === -1 ? undefined : lineAt(text, at));
    });
    const untold = moved.length - told.length;
    return untold === 0 ? told : [...told, finding(path, `${path} takes packages from ${untold} more new hosts.`)];
  });
}

function finding(file: string, message: string, line?: number): Finding {
  return { rule: 'lock-file', severity: 'ERROR', file, ...(line === undefined ? {} : { line }), message };
}
