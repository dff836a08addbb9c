import { readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import type { CpuInfo } from 'node:os';

/** What can be read of the host and of this process; in bytes where it is memory. */
export interface Host {
  /** A small file's text, undefined where there is none. */
  readText(path: string): string | undefined;
  cores(): readonly Pick<CpuInfo, 'times'>[];
  totalMemory(): number;
  freeMemory(): number;
  /** The resident set of this process. */
  ownMemory(): number;
}

/** The host that this process runs on. */
export const thisHost: Host = {
  readText: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  cores: cpus,
  totalMemory: totalmem,
  freeMemory: freemem,
  ownMemory: () => process.memoryUsage.rss(),
};

/** Where the control groups are mounted; in version 1 each controller has a folder there. */
const MOUNT = '/sys/fs/cgroup';

/** One control group that this process is in: its own, one above it, or the root. */
export interface ControlGroup {
  readonly version: 1 | 2;
  /** From the mount of the controller: `/system.slice/chimera.service`, empty for the root. */
  readonly path: string;
  /** The text of one of its files, undefined where there is none. */
  read(controller: string, file: string): string | undefined;
}

/**
 * The control groups of this process for a controller, its own first and the root last: a limit counts wherever it is
 * set. Empty where there is no /proc. In a container the path may be the host's and lead nowhere; the root is the
 * container's own group then.
 */
export function controlGroups(host: Pick<Host, 'readText'>, controller: 'memory' | 'cpu'): readonly ControlGroup[] {
  const lines = (host.readText('/proc/self/cgroup') ?? '').split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line));
  const v1 = lines.find((line) => line?.[1]?.split(',').includes(controller));
  const own = v1 ?? lines.find((line) => line?.[1] === '');
  const version = v1 === undefined ? 2 : 1;
  return upward(own?.[2]).map((path) => ({
    version,
    path,
    read: (folder, file) =>
      host.readText(version === 1 ? `${MOUNT}/${folder}${path}/${file}` : `${MOUNT}${path}/${file}`),
  }));
}

/** `/a/b`, `/a` and the empty path of the root. */
function upward(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  const names = path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, above) =>
    names
      .slice(0, names.length - above)
      .map((name) => `/${name}`)
      .join(''),
  );
}

/** The number after a word in a file of lines such as `inactive_file 4096`. */
export function fieldOf(text: string | undefined, name: string): number | undefined {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return numberIn(line?.slice(name.length + 1));
}

/** The number that a text is, undefined for anything else (`max`). */
export function numberIn(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}
