import { replay } from '../runtime/replay.ts';
import { startSystem } from '../runtime/start-system.ts';
import { ensureTools } from '../toolchain/index.ts';
import type { System } from './system.ts';

/** The system that the CLI sets to work: the real one. */
export const system: System = {
  ensureTools: (names, onProgress) => ensureTools(names, { onProgress }),
  start: startSystem,
  replay,
};
