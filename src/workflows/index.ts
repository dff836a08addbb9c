/** The workflows that a worker registers. */
export { chimeraTask } from './task/task.workflow.ts';
export { chimeraPool } from './pool/pool.workflow.ts';
export { chimeraUpkeep } from './upkeep/upkeep.workflow.ts';
