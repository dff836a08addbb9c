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
