import type { Scenario } from '../scenario.ts';
import { agentDown } from './agent-down.ts';
import { agentsFailing } from './agents-failing.ts';
import { bulkRequeue } from './bulk-requeue.ts';
import { clockJump } from './clock-jump.ts';
import { databaseKilled } from './database-killed.ts';
import { deafCoder } from './deaf-coder.ts';
import { diskFull } from './disk-full.ts';
import { hungProbe } from './hung-probe.ts';
import { largeOutput } from './large-output.ts';
import { networkFaults } from './network-faults.ts';
import { poisonTask } from './poison-task.ts';
import { requeueRaces } from './requeue-races.ts';
import { storeInTrouble } from './store-in-trouble.ts';
import { temporalKilled } from './temporal-killed.ts';
import { twoVersions } from './two-versions.ts';
import { workerFrozen } from './worker-frozen.ts';
import { workerKilled } from './worker-killed.ts';

/** What is taken away from Chimera or changes under it: processes, servers, the network, the clock, the version. */
export const MACHINERY: readonly Scenario[] = [
  workerKilled,
  workerFrozen,
  temporalKilled,
  databaseKilled,
  storeInTrouble,
  networkFaults,
  clockJump,
  twoVersions,
];

/**
 * What goes wrong with the work: agents, outputs, disks, and what is decided about parked tasks. It begins with what mostly
 * waits: the first of the others, beside which it is played in short, has the narrowest limit of time.
 */
export const WORK: readonly Scenario[] = [
  agentDown,
  deafCoder,
  hungProbe,
  diskFull,
  largeOutput,
  agentsFailing,
  poisonTask,
  requeueRaces,
  bulkRequeue,
];

/** Every scenario, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [...MACHINERY, ...WORK];
