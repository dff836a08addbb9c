import { stringify as tomlOf } from 'smol-toml';
import { isTable, keyPaths, type Manifest, type ManifestForm, valueAt } from './manifest-form.ts';

/** The text of a manifest that has all guarded keys as they were before, and everything else as it is after. */
export function restoredManifest(form: ManifestForm, before: Manifest, after: Manifest): string {
  const paths = form.guarded.flatMap(({ keys }) => keyPaths(keys).map(fixedPart));
  const restored = paths.reduce<Manifest>((manifest, path) => withValue(manifest, path, valueAt(before, path)), after);
  return form.format === 'toml' ? tomlOf(restored) : `${JSON.stringify(restored, undefined, 2)}\n`;
}

/** Of a path for each entry of a table, the table's. */
function fixedPart(path: readonly string[]): readonly string[] {
  const at = path.indexOf('*');
  return at === -1 ? path : path.slice(0, at);
}

/** A copy with a value in a place, or with nothing there; a table on the way that is missing is made. */
function withValue(manifest: Manifest, [key, ...rest]: readonly string[], value: unknown): Manifest {
  if (key === undefined) return manifest;
  const { [key]: current, ...others } = manifest;
  if (rest.length === 0) return value === undefined ? others : { ...manifest, [key]: value };
  if (value === undefined && !isTable(current)) return manifest;
  return { ...manifest, [key]: withValue(isTable(current) ? current : {}, rest, value) };
}
