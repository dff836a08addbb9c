import { isDeepStrictEqual } from 'node:util';
import { type GuardedKeys, isTable, keyPaths, type Manifest, type ManifestForm, valueAt } from './manifest-form.ts';

/** A guarded key that differs between two versions of a manifest. */
export interface KeyChange extends Omit<GuardedKeys, 'keys'> {
  readonly path: readonly string[];
  readonly deed: 'added' | 'changed' | 'removed';
}

/** The guarded keys that differ, in the order of the table. */
export function keyChanges(form: ManifestForm, before: Manifest, after: Manifest): readonly KeyChange[] {
  return form.guarded.flatMap(({ keys, ...rest }) =>
    keyPaths(keys)
      .flatMap((path) => expanded(path, [before, after]))
      .flatMap((path): readonly KeyChange[] => {
        const deed = deedOf(valueAt(before, path), valueAt(after, path));
        return deed === undefined ? [] : [{ ...rest, path, deed }];
      }),
  );
}

/** A path whose `*` are replaced by each name that one of the versions has there. */
export function expanded(path: readonly string[], versions: readonly Manifest[]): readonly (readonly string[])[] {
  const at = path.indexOf('*');
  if (at === -1) return [path];
  const parent = path.slice(0, at);
  const tables = versions.map((version) => valueAt(version, parent));
  const names = new Set(tables.flatMap((table) => (isTable(table) ? Object.keys(table) : [])));
  // What is there and has no names is one thing that changes as a whole.
  const whole = tables.some((table) => table !== undefined && !isTable(table)) ? [parent] : [];
  const rest = path.slice(at + 1);
  return [...whole, ...[...names].flatMap((name) => expanded([...parent, name, ...rest], versions))];
}

function deedOf(before: unknown, after: unknown): KeyChange['deed'] | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}
