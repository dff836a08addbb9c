import { replay } from '../runtime/replay.ts';
import { startSystem } from '../runtime/start-system.ts';
import type { System } from './system.ts';

/** The system that the CLI sets to work: the real one. */
export const system: System = { start: startSystem, replay };
