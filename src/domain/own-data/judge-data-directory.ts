/** A directory as the system describes it: its owner, its group, and its mode with the sticky bit. */
export interface DirectoryPlace {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Who Chimera runs as. */
export interface Self {
  readonly uid: number;
  /** Whose its own program files are: who can change these needs no data directory, as in a container that works in a user's checkout. */
  readonly programOwner: number;
  /** Whether nobody else is in a group. */
  readonly isAlone: (gid: number) => boolean;
}

/** Why a directory is refused, and the command that puts it right. */
export interface DataDirectoryRefusal {
  readonly path: string;
  readonly why: string;
  readonly command: string;
}

/** The bits of a mode that let anybody but the owner do anything. */
export const OTHERS = 0o077;

const ROOT = 0;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Why data must not be kept in a directory, or undefined. Who can write to it, or put another in its place by a directory
 * above it, decides what Chimera believes. In a sticky directory nobody moves what is another's.
 */
export function judgeDataDirectory(
  directory: DirectoryPlace | undefined,
  above: readonly DirectoryPlace[],
  self: Self,
): DataDirectoryRefusal | undefined {
  const refused = above.map((place) => refusedAbove(place, self)).find((refusal) => refusal !== undefined);
  return refused ?? (directory === undefined ? undefined : refusedItself(directory, self));
}

function refusedAbove(place: DirectoryPlace, self: Self): DataDirectoryRefusal | undefined {
  const { path, uid, mode } = place;
  const writers = (mode & STICKY) === 0 ? writersOf(place, self) : undefined;
  if (writers === undefined && isOurs(place, self)) return undefined;
  const sudo = uid === self.uid || self.uid === ROOT ? '' : 'sudo ';
  return writers === undefined
    ? { path, why: `belongs to another user (${uid})`, command: `${sudo}chown ${self.uid} ${quoted(path)}` }
    : { path, why: `can be written by ${writers}`, command: `${sudo}chmod go-w ${quoted(path)}` };
}

function refusedItself(place: DirectoryPlace, self: Self): DataDirectoryRefusal | undefined {
  const { path, uid } = place;
  if (uid !== self.uid) {
    const sudo = self.uid === ROOT ? '' : 'sudo ';
    const command = `${sudo}chown -R ${self.uid} ${quoted(path)}`;
    return { path, why: `belongs to another user (${uid})`, command };
  }
  const writers = writersOf(place, self);
  if (writers === undefined) return undefined;
  return { path, why: `can be written by ${writers}`, command: `chmod -R go-rwx ${quoted(path)}` };
}

function isOurs({ uid }: DirectoryPlace, self: Self): boolean {
  return uid === ROOT || uid === self.uid || uid === self.programOwner;
}

function writersOf({ gid, mode }: DirectoryPlace, self: Self): string | undefined {
  if ((mode & OTHERS_WRITE) !== 0) return 'every user of this host';
  return (mode & GROUP_WRITES) !== 0 && !self.isAlone(gid) ? `its group (${gid})` : undefined;
}

/** A path as a shell reads it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
