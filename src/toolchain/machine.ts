import { join, resolve } from 'node:path';
import { homedir } from 'node:os';

/** What the search for tools needs to know about the computer it runs on. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
  readonly isRoot: boolean;
}

/** The computer this process runs on, as its environment is now. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  };
}

/** The absolute directory in which installed tools are kept: CHIMERA_CACHE, else the user's cache for Chimera. */
export function cacheDirectory({ env, platform, home }: Machine): string {
  const chosen = env['CHIMERA_CACHE'];
  if (chosen) return resolve(chosen);
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'chimera');
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'chimera') : join(home, '.cache', 'chimera');
}
