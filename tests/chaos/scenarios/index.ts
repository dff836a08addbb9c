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

/** Processes that are taken away from Chimera, or are of another version. */
export const PROCESSES: readonly Scenario[] = [workerKilled, workerFrozen, temporalKilled, twoVersions];

/** What is around it: databases, the network, the clock. */
export const SURROUNDINGS: readonly Scenario[] = [databaseKilled, storeInTrouble, networkFaults, clockJump];

/** Agents that are down, deaf, hung or failing. */
export const AGENTS: readonly Scenario[] = [agentDown, deafCoder, hungProbe, agentsFailing];

/** What goes wrong with the work: disks, outputs, a task that kills its workers, and what is decided about parked ones. */
export const WORK: readonly Scenario[] = [diskFull, largeOutput, poisonTask, requeueRaces, bulkRequeue];

/** Every scenario, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [...PROCESSES, ...SURROUNDINGS, ...AGENTS, ...WORK];
