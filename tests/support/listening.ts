import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTENING = '0A';

/** The IPv4 addresses with ports on which a process listens, such as 127.0.0.1:7233; Linux only. */
export async function listeningAddresses(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const files = await Promise.all((await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  const table = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').slice(1);
  return table.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    return state === LISTENING && files.includes(`socket:[${inode}]`) ? [addressOf(local)] : [];
  });
}

/** The kernel writes the address byte by byte from its end, in hexadecimal digits. */
function addressOf(local: string): string {
  const [address = '', port = ''] = local.split(':');
  const bytes = [6, 4, 2, 0].map((at) => Number.parseInt(address.slice(at, at + 2), 16));
  return `${bytes.join('.')}:${Number.parseInt(port, 16)}`;
}
