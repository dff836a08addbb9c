import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Access, type AccessRule, isBelow, type Mount, mountPlan } from './mount-plan.ts';

const read = (path: string): AccessRule => ({ path, access: 'read' });
const write = (path: string): AccessRule => ({ path, access: 'write' });
const empty = (path: string): AccessRule => ({ path, access: 'empty' });

describe('mount plan', () => {
  it('lays a place that may be changed over a file system that may not', () => {
    expect(mountPlan([write('/tmp')])).toEqual([write('/tmp')]);
  });

  it('pins each directory between a place that may be changed and one below it that may not', () => {
    expect(mountPlan([read('/home/a/.local/share/chimera'), write('/home/a')])).toEqual([
      write('/home/a'),
      write('/home/a/.local'),
      write('/home/a/.local/share'),
      read('/home/a/.local/share/chimera'),
    ]);
  });

  it('opens a place below one that may not be changed, which needs no pins', () => {
    const rules = [write('/home/a'), read('/home/a/data'), write('/home/a/data/workspaces/task')];
    expect(mountPlan(rules)).toEqual([write('/home/a'), read('/home/a/data'), write('/home/a/data/workspaces/task')]);
  });

  it('leaves out what changes nothing', () => {
    expect(mountPlan([read('/usr/lib/chromium'), write('/home/a'), write('/home/a/work')])).toEqual([write('/home/a')]);
  });

  it('shows a needed place again below one that is empty', () => {
    expect(mountPlan([empty('/tmp'), read('/tmp/data/proof')])).toEqual([empty('/tmp'), read('/tmp/data/proof')]);
  });

  it('takes the later of two rules for one path, however it is written', () => {
    expect(mountPlan([write('/home/a/'), read('/home/./a')])).toEqual([]);
  });

  it('never opens the whole file system', () => {
    expect(mountPlan([write('/')])).toEqual([]);
  });

  it('refuses a path that is not absolute', () => {
    expect(() => mountPlan([write('data')])).toThrow('absolute path, not "data"');
  });
});

const segment = fc.constantFrom('a', 'b', 'c');
const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => `/${segments.join('/')}`);
const rule = fc.record({ path, access: fc.constantFrom<Access>('read', 'write', 'empty') });
const rules = fc.uniqueArray(rule, { selector: ({ path: at }) => at, maxLength: 8 });

/** What the mounts, laid one over the other, leave of a path: the last one that holds it, unless it was covered. */
function accessAfter(mounts: readonly Mount[], at: string): Access {
  return mounts.findLast((mount) => mount.path === at || isBelow(mount.path, at))?.access ?? 'read';
}

const accessWished = (wished: readonly AccessRule[], at: string): Access =>
  wished
    .filter((one) => one.path === at || isBelow(one.path, at))
    .reduce<AccessRule>((nearest, one) => (one.path.length >= nearest.path.length ? one : nearest), read('/')).access;

describe('whatever the rules', () => {
  it('each path has the access that the nearest rule gives it', () => {
    fc.assert(
      fc.property(rules, path, (wished, at) => {
        expect(accessAfter(mountPlan(wished), at)).toBe(accessWished(wished, at));
      }),
    );
  });

  it('no directory above a protected place can be renamed: it is a mount point, or what holds it may not be changed', () => {
    fc.assert(
      fc.property(rules, (wished) => {
        const mounts = mountPlan(wished);
        const points = new Set(mounts.map((mount) => mount.path));
        for (const mount of mounts.filter(({ access }) => access !== 'write')) {
          for (let at = mount.path; at !== '/'; at = dirname(at)) {
            const renameable = accessAfter(mounts, dirname(at)) === 'write' && !points.has(at);
            expect(renameable, `${at} above ${mount.path}`).toBe(false);
          }
        }
      }),
    );
  });
});
