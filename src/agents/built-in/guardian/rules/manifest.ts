import type { Finding } from '../../../../domain/phase-result.ts';
import type { ChangedFile } from '../change.ts';
import { newlySourced } from '../manifests/dependency-source.ts';
import { manifestFormOf } from '../manifests/forms.ts';
import { type KeyChange, keyChanges } from '../manifests/key-changes.ts';
import { lineOfKey } from '../manifests/key-line.ts';
import type { Manifest, ManifestForm } from '../manifests/manifest-form.ts';
import { readManifest } from '../manifests/read-manifest.ts';
import { UNLESS_ALLOWED } from '../remedy.ts';

/** Changed keys of one manifest that are told one by one; of more than these their number is told. */
const MAX_TOLD = 20;

const NOTHING: Manifest = {};

/**
 * An ERROR for each command, setting of a runner or a hook and source of packages that changes in a package.json or its
 * kin, and for a manifest that cannot be parsed or is deleted; a WARNING for settings of linters and for dependencies that
 * do not come from the registry. A manifest in a new place is compared with none.
 */
export function changedManifest(files: readonly ChangedFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const lost = lostManifest(file);
    const form = file.kind === 'deleted' ? undefined : manifestFormOf(file.path);
    return form === undefined ? lost : [...lost, ...findingsIn(file, form)];
  });
}

function lostManifest({ kind, path, previous_path = path }: ChangedFile): readonly Finding[] {
  const gone = kind === 'deleted' || (kind === 'renamed' && manifestFormOf(previous_path) !== undefined);
  if (!gone || manifestFormOf(previous_path) === undefined) return [];
  const deed = kind === 'deleted' ? 'deleted' : `renamed to ${path}`;
  const message = `${previous_path} is ${deed}, and with it the project's commands and settings. ${UNLESS_ALLOWED}`;
  return [{ rule: 'manifest', severity: 'ERROR', file: previous_path, message }];
}

function findingsIn(file: ChangedFile, form: ManifestForm): readonly Finding[] {
  const { path, texts } = file;
  // One that is too large is told by another rule.
  if (texts?.after === undefined) return [];
  const after = readManifest(texts.after, form.format);
  if (after === undefined) {
    const message = `${path} cannot be parsed as ${form.format.toUpperCase()}, so its commands are not known. Mend it.`;
    return [{ rule: 'manifest', severity: 'ERROR', file: path, message }];
  }
  const before = baseOf(file, form);
  const place = placeIn(path, texts.after, form);
  const found = [
    ...keyChanges(form, before, after).map(
      (change) => () => place(change.path, change.severity, wordsOf(path, form, change)),
    ),
    ...newlySourced(form, before, after).map(({ path: keys, from, runs }) => () => {
      const words = `${path} takes ${keys.join('.')} from ${from}, not from the registry.`;
      return place(keys, runs ? 'ERROR' : 'WARNING', runs ? `${words} ${UNLESS_ALLOWED}` : words);
    }),
  ];
  const told = found.slice(0, MAX_TOLD).map((finding) => finding());
  const untold = found.length - told.length;
  if (untold === 0) return told;
  const message = `${path} has ${untold} more changes of that kind, which are not told one by one.`;
  return [...told, { rule: 'manifest', severity: 'ERROR', file: path, message }];
}

/** What a changed manifest was before; nothing where it was none, or one that nobody could have read. */
export function baseOf({ kind, texts }: ChangedFile, form: ManifestForm): Manifest {
  if (kind === 'renamed' || texts?.before === undefined) return NOTHING;
  return readManifest(texts.before, form.format) ?? NOTHING;
}

function placeIn(file: string, text: string, form: ManifestForm) {
  return (keys: readonly string[], severity: Finding['severity'], message: string): Finding => {
    const line = lineOfKey(text, keys, form.format);
    return { rule: 'manifest', severity, file, ...(line === undefined ? {} : { line }), message };
  };
}

const DEEDS = { added: 'adds', changed: 'changes', removed: 'removes' } as const;

function wordsOf(path: string, { lifecycle }: ManifestForm, change: KeyChange): string {
  const [table, name = ''] = change.path;
  const runsByItself = table === 'scripts' && lifecycle?.has(name) === true;
  const what = runsByItself ? 'a lifecycle script, which package managers run by themselves' : change.what;
  return `${path} ${DEEDS[change.deed]} ${change.path.join('.')} (${what}). ${UNLESS_ALLOWED}`;
}
