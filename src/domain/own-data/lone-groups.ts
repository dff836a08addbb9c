/**
 * Whether nobody but a user is in a group, by the texts of /etc/passwd and /etc/group: many systems give each user a group of
 * their own, and let it write. A group that the texts do not have may have anybody in it.
 */
export function loneGroups(user: number, passwd: string, group: string): (gid: number) => boolean {
  const users = entries(passwd).flatMap(([name = '', , uid = '', gid = '']) => [
    { name, uid: Number(uid), gid: Number(gid) },
  ]);
  const own = new Set(users.filter(({ uid }) => uid === user).map(({ name }) => name));
  const shared = new Set(users.filter(({ uid }) => uid !== user).map(({ gid }) => gid));
  const groups = entries(group).map(([, , gid = '', members = '']) => ({
    gid: Number(gid),
    isLone: members.split(',').every((name) => name === '' || own.has(name)),
  }));
  return (gid) => {
    const named = groups.filter((one) => one.gid === gid);
    return named.length > 0 && named.every(({ isLone }) => isLone) && !shared.has(gid);
  };
}

function entries(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .flatMap((line) => (line.includes(':') && !line.startsWith('#') ? [line.trim().split(':')] : []));
}
