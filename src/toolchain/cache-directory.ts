import { join, resolve } from 'node:path';
import type { Machine } from './machine.ts';

/** The absolute directory in which installed tools are kept: CHIMERA_CACHE, else the user's cache for Chimera. */
export function cacheDirectory({ env, platform, home }: Machine): string {
  const chosen = env['CHIMERA_CACHE'];
  if (chosen) return resolve(chosen);
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'chimera');
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'chimera') : join(home, '.cache', 'chimera');
}
