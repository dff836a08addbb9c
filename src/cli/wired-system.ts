import type { System } from './system.ts';

/** The system that the CLI sets to work: the real one, of which a part is loaded, in a second or two, once it is called. */
export const system: System = {
  async ensureTools(names, onProgress) {
    const { ensureTools } = await import('../toolchain/index.ts');
    return ensureTools(names, { onProgress });
  },
  async start(options) {
    const { startSystem } = await import('../runtime/start-system.ts');
    return startSystem(options);
  },
  async replay(source, environment) {
    const { replay } = await import('../runtime/replay.ts');
    return replay(source, environment);
  },
};
