import { CATEGORIES } from '../../guarded/category.ts';
import type { Replacement } from '../../workspace/workspace.ts';
import { type ChangedFile, pathsOf, type ReviewSubject } from './change.ts';
import { manifestFormOf } from './manifests/forms.ts';
import { keyChanges } from './manifests/key-changes.ts';
import { readManifest } from './manifests/read-manifest.ts';
import { restoredManifest } from './manifests/restore-manifest.ts';
import type { ReviewPolicy } from './review-policy.ts';
import { baseOf } from './rules/manifest.ts';

const REGULAR_FILE = '100644';

/**
 * What the change's lint and tests are to find as it was in the base commit: every guarded file whole, one that the change
 * adds not at all, and of a manifest its guarded keys. Each path once.
 */
export function putBackPlan(
  { change }: Pick<ReviewSubject, 'change'>,
  policy: Pick<ReviewPolicy, 'guardOf' | 'isAllowed'>,
): readonly Replacement[] {
  const plan = new Map<string, Replacement>();
  for (const file of change.files) {
    for (const path of pathsOf(file)) {
      const replacement = replacementOf(file, path, policy);
      // A file that a path was renamed from is there again, whatever stands in its place.
      if (replacement !== undefined && (replacement.content !== undefined || !plan.has(path)))
        plan.set(path, replacement);
    }
  }
  return [...plan.values()];
}

function replacementOf(
  file: ChangedFile,
  path: string,
  { guardOf, isAllowed }: Pick<ReviewPolicy, 'guardOf' | 'isAllowed'>,
): Replacement | undefined {
  const guard = guardOf(path);
  if (guard !== undefined && CATEGORIES[guard.category].put_back) return asBefore(file, path);
  if (manifestFormOf(path) === undefined || isAllowed(path)) return undefined;
  return path === file.path && file.kind !== 'deleted' ? manifestReplacement(file) : asBefore(file, path);
}

/** The path as the base commit has it. */
function asBefore({ kind, path: now, previous_mode, previous_blob }: ChangedFile, path: string): Replacement {
  const isNew = kind === 'added' || (kind === 'renamed' && path === now);
  return isNew ? { path } : { path, content: { mode: previous_mode, blob: previous_blob } };
}

/** A manifest with the base's guarded keys; the base's whole, or none, where this one cannot be read. */
function manifestReplacement(file: ChangedFile): Replacement | undefined {
  const { path, mode, texts } = file;
  const form = manifestFormOf(path);
  const after = form === undefined || texts?.after === undefined ? undefined : readManifest(texts.after, form.format);
  if (form === undefined || after === undefined) return asBefore(file, path);
  const before = baseOf(file, form);
  if (keyChanges(form, before, after).length === 0) return undefined;
  const text = restoredManifest(form, before, after);
  return { path, content: { mode: mode.startsWith('100') ? mode : REGULAR_FILE, text } };
}
