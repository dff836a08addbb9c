import { readdir, readFile, readlink } from 'node:fs/promises';
import { readProcessTable } from './process-table.ts';
import { membersOf, type ProcessTree } from './process-tree.ts';

const LISTENING = '0A';

/** Whether a process of the tree listens on a TCP port of this host; false too where the system does not tell. */
export async function listensOn(port: number, tree: ProcessTree): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return false;
  const members = membersOf(await readProcessTable(tree.marker), new Set([tree.group]));
  const open = await Promise.all(members.map(({ pid }) => openFiles(pid)));
  return open.flat().some((file) => sockets.has(file));
}

/** The inodes of the sockets that listen on a port, by the kernel's table of TCP sockets. */
export function listeningSockets(table: string, port: number): string[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const isPort = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port;
      return isPort && state === LISTENING && inode !== undefined ? [inode] : [];
    });
}

async function openFiles(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
}
