import type { Finding } from '../../../../domain/phase-result.ts';

/** Keys of a manifest that a feature must not change, as one line of a table. */
export interface GuardedKeys {
  /** Paths of keys, apart by blanks: `pnpm`, `tool.pytest`; `scripts.*` for each entry below `scripts`. */
  readonly keys: string;
  readonly severity: Extract<Finding['severity'], 'ERROR' | 'WARNING'>;
  /** What they are, for people. */
  readonly what: string;
}

/** How a manifest is read, and what is looked at in it. */
export interface ManifestForm {
  readonly format: 'json' | 'jsonc' | 'toml';
  readonly guarded: readonly GuardedKeys[];
  /** Keys below which dependencies stand by name, or as a list, apart by blanks. */
  readonly dependencies: string;
  /** Whether other things than packages stand among them, so that only URLs tell of a source. */
  readonly maps_paths?: boolean;
  /** Entries of `scripts` that a package manager runs by itself. */
  readonly lifecycle?: ReadonlySet<string>;
}

/** A manifest's content: plain data as JSON has it, and dates where TOML has them. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The paths of keys of a line of a table; `*` stands for each entry. */
export function keyPaths(keys: string): readonly (readonly string[])[] {
  return keys
    .split(/\s+/)
    .filter((key) => key !== '')
    .map((key) => key.split('.'));
}

/** Whether a value has entries by name. */
export function isTable(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value at a path of keys; undefined where there is none. */
export function valueAt(manifest: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    manifest,
  );
}
