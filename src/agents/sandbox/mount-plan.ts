import { dirname, isAbsolute, normalize, sep } from 'node:path';

/**
 * What a confined program may do with a path and all below it: only read, also change, or find it empty, with a place of
 * its own there that is gone when it ends.
 */
export type Access = 'read' | 'write' | 'empty';

/** The access to one path, absolute and without symbolic links. The rule of the longest path that holds a file counts. */
export interface AccessRule {
  readonly path: string;
  readonly access: Access;
}

/** A path laid over itself with this access; mounts are made in order, so a later one lies over an earlier one. */
export type Mount = AccessRule;

const ROOT: AccessRule = { path: '/', access: 'read' };

/**
 * The mounts that bring about the rules over a file system that may be read and not changed; of two rules for one path
 * the later counts.
 *
 * A path that is kept from change below one that may be changed needs more than a mount: whoever may rename a directory
 * above it could put another in its place, for everybody else to find. A mount point cannot be renamed, so each directory
 * between the two becomes one.
 * @throws {Error} for a path that is not absolute.
 */
export function mountPlan(rules: readonly AccessRule[]): readonly Mount[] {
  const byPath = new Map<string, Access>();
  for (const { path, access } of rules) {
    if (!isAbsolute(path))
      throw new Error(`A rule of the sandbox needs an absolute path, not ${JSON.stringify(path)}.`);
    const whole = normalize(path).replace(/(?<=.)\/$/, '');
    // The whole file system stays as it is: a rule for it would undo all protection.
    if (whole !== sep) byPath.set(whole, access);
  }
  const ordered = [...byPath].map(([path, access]) => ({ path, access })).sort(byDepth);
  const mounts: Mount[] = [];
  for (const rule of ordered) {
    const above = governing(mounts, rule.path);
    if (above.access === rule.access && rule.access !== 'empty') continue;
    if (above.access === 'write') mounts.push(...pins(mounts, above.path, rule.path));
    mounts.push(rule);
  }
  return mounts;
}

/** The mount that decides about a path, itself aside. */
function governing(mounts: readonly Mount[], path: string): AccessRule {
  const holding = mounts.filter((mount) => isBelow(mount.path, path));
  return holding.reduce((nearest, mount) => (mount.path.length > nearest.path.length ? mount : nearest), ROOT);
}

/** The directories between two paths, the upper first, that are no mount points yet. */
function pins(mounts: readonly Mount[], above: string, path: string): readonly Mount[] {
  const between: Mount[] = [];
  for (let directory = dirname(path); directory !== above; directory = dirname(directory)) {
    const pin = { path: directory, access: 'write' as const };
    if (!mounts.some((mount) => mount.path === directory)) between.unshift(pin);
  }
  return between;
}

/** Whether a path lies below a directory. */
export function isBelow(directory: string, path: string): boolean {
  return path !== directory && path.startsWith(directory === sep ? sep : directory + sep);
}

function byDepth(one: AccessRule, other: AccessRule): number {
  return one.path.split(sep).length - other.path.split(sep).length || (one.path < other.path ? -1 : 1);
}
