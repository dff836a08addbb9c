import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDataDirectory, type DirectoryPlace, type Self } from './judge-data-directory.ts';
import { loneGroups } from './lone-groups.ts';

const SELF: Self = { uid: 1000, programOwner: 0, isAlone: (gid) => gid === 1000 };
const place = (path: string, mode: number, uid = 1000, gid = 1000): DirectoryPlace => ({ path, mode, uid, gid });
const ROOT = place('/', 0o755, 0, 0);
const HOME = place('/home/me', 0o700);
const DATA = place('/home/me/data', 0o700);

describe('a data directory', () => {
  it('is taken where only its owner and root can write, it and all above it, or it is not there yet', () => {
    expect(judgeDataDirectory(DATA, [ROOT, HOME], SELF)).toBeUndefined();
    expect(judgeDataDirectory(undefined, [ROOT, HOME], SELF)).toBeUndefined();
  });

  it('is taken although others can read it: that can be put right', () => {
    expect(judgeDataDirectory({ ...DATA, mode: 0o755 }, [ROOT], SELF)).toBeUndefined();
  });

  it('is taken below a directory that all can write to, when that is sticky', () => {
    expect(judgeDataDirectory(DATA, [ROOT, place('/tmp', 0o1777, 0, 0)], SELF)).toBeUndefined();
  });

  it('is taken where a group can write in which nobody else is', () => {
    expect(judgeDataDirectory({ ...DATA, mode: 0o775 }, [ROOT, { ...HOME, mode: 0o775 }], SELF)).toBeUndefined();
  });

  it.each([
    [
      [{ ...DATA, mode: 0o777 }, [ROOT, HOME]],
      ['/home/me/data', 'can be written by every user of this host', 'chmod -R go-rwx /home/me/data'],
    ],
    [
      [{ ...DATA, mode: 0o1777 }, [ROOT, HOME]],
      ['/home/me/data', 'can be written by every user of this host', 'chmod -R go-rwx /home/me/data'],
    ],
    [
      [{ ...DATA, mode: 0o770, gid: 100 }, [ROOT, HOME]],
      ['/home/me/data', 'can be written by its group (100)', 'chmod -R go-rwx /home/me/data'],
    ],
    [
      [{ ...DATA, uid: 0 }, [ROOT, HOME]],
      ['/home/me/data', 'belongs to another user (0)', 'sudo chown -R 1000 /home/me/data'],
    ],
    [
      [DATA, [ROOT, { ...HOME, mode: 0o777 }]],
      ['/home/me', 'can be written by every user of this host', 'chmod go-w /home/me'],
    ],
    [
      [undefined, [ROOT, place('/srv', 0o775, 0, 50)]],
      ['/srv', 'can be written by its group (50)', 'sudo chmod go-w /srv'],
    ],
    [
      [DATA, [ROOT, place('/home/you', 0o755, 1001, 1001)]],
      ['/home/you', 'belongs to another user (1001)', 'sudo chown 1000 /home/you'],
    ],
    [
      [DATA, [place("/it's here", 0o777)]],
      ["/it's here", 'can be written by every user of this host', String.raw`chmod go-w '/it'\''s here'`],
    ],
  ] as const)('is refused as %j', ([directory, above], [path, why, command]) => {
    expect(judgeDataDirectory(directory, above, SELF)).toEqual({ path, why, command });
  });

  it('is refused to root as well where another user owns it or what is above it', () => {
    const root: Self = { uid: 0, programOwner: 0, isAlone: () => true };
    expect(judgeDataDirectory(DATA, [ROOT], root)?.command).toBe('chown -R 0 /home/me/data');
    expect(judgeDataDirectory(undefined, [HOME], root)?.command).toBe('chown 0 /home/me');
  });

  it('is taken below a directory of the user whose the program is, and not itself of that user', () => {
    const self: Self = { uid: 0, programOwner: 1000, isAlone: () => false };
    const own = { ...DATA, uid: 0, gid: 0 };
    expect(judgeDataDirectory(own, [ROOT, HOME], self)).toBeUndefined();
    expect(judgeDataDirectory(own, [ROOT, { ...HOME, uid: 1001 }], self)?.path).toBe('/home/me');
    expect(judgeDataDirectory(own, [ROOT, { ...HOME, mode: 0o777 }], self)?.path).toBe('/home/me');
    expect(judgeDataDirectory(DATA, [ROOT, HOME], self)?.path).toBe('/home/me/data');
  });

  it('is never taken where every user can write, and is never refused for what the owner may do', () => {
    const mode = fc.integer({ min: 0, max: 0o777 });
    fc.assert(
      fc.property(mode, mode, (own, above) => {
        const refusal = judgeDataDirectory({ ...DATA, mode: own }, [{ ...HOME, mode: above }], SELF);
        expect(refusal !== undefined).toBe(((own | above) & 0o002) !== 0);
      }),
    );
  });
});

describe('a group', () => {
  const PASSWD =
    'root:x:0:0::/root:/bin/sh\nme:x:1000:1000::/home/me:/bin/sh\nyou:x:1001:100::/home/you:/bin/sh\n# x:y\n';
  const GROUP = 'root:x:0:\nme:x:1000:me\nusers:x:100:\nbuild:x:50:me,you\nempty:x:60:\nmine:x:70:\nours:x:70:you\n\n';
  const isAlone = loneGroups(1000, PASSWD, GROUP);

  it.each([
    [1000, true, 'of a name of its own'],
    [60, true, 'without anybody'],
    [100, false, 'that is the first group of somebody else'],
    [0, false, "of root's"],
    [50, false, 'with somebody else in it'],
    [70, false, 'that has two names, and somebody else under one of them'],
    [4711, false, 'that is not written down'],
  ])('%i is one for a user alone: %s, as one %s', (gid, expected) => {
    expect(isAlone(gid)).toBe(expected);
  });
});
