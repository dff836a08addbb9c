import { DeadLetterReader } from '../api/dlq/dead-letter-reader.ts';
import { createTemporalDeadLetters } from '../temporal/tasks/dead-letter-gateway.ts';
import { createTemporalTasks } from '../temporal/tasks/temporal-tasks.ts';
import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { pruneHeartbeats } from '../persistence/heartbeats/prune-heartbeats.ts';
import { aggregate } from '../persistence/history/aggregate.ts';
import { prune } from '../persistence/history/prune.ts';
import { createTaskRunStore } from '../persistence/task-run-store.ts';
import { type RunningUpkeep, startUpkeep } from '../worker/upkeep/upkeep-worker.ts';
import { recoverDeadLetters } from './recover-dead-letters.ts';
import { recoverRecords } from './recover-records.ts';
import { listParkedTasks, listTasks } from '../temporal/tasks/list-tasks.ts';
import type { Temporal } from './temporal.ts';

/** What a process does upkeep with. */
export interface ProcessUpkeepSetup {
  readonly environment: Pick<Environment, 'temporalNamespace'>;
  readonly config: Pick<ChimeraConfig, 'records'>;
  readonly temporal: Pick<Temporal, 'address'>;
  readonly db: Queries;
  readonly log: Logger;
}

/** Has this process, which has the database open, do the upkeep that falls due. */
export async function startProcessUpkeep(setup: ProcessUpkeepSetup): Promise<RunningUpkeep> {
  const { environment, config, temporal, db, log } = setup;
  const keepDays = config.records.keep_days;
  const told = async (recovery: Promise<number>): Promise<number> => {
    const written = await recovery;
    if (written > 0) log.info({ written }, 'records that the database lacked were written anew from Temporal');
    return written;
  };
  const upkeep = await startUpkeep({
    temporalAddress: temporal.address,
    namespace: environment.temporalNamespace,
    log,
    jobs: (client) => {
      const tasks = createTemporalTasks(client);
      const letters = createTemporalDeadLetters(client, (taskId) => tasks.observe(taskId));
      const mirror = createDeadLetterStore(db);
      const reader = new DeadLetterReader({ gateway: letters, tasks, mirror, log });
      return {
        pruneHeartbeats: (_, signal) => pruneHeartbeats(db, keepDays, signal),
        aggregateAndPrune: async (now, signal) => {
          // What was not put together yet must not go.
          await aggregate(db, now, signal);
          return prune(db, keepDays, now, signal);
        },
        recoverTasks: (_, signal) =>
          told(recoverRecords({ tasks: listTasks(client), gateway: tasks, runs: createTaskRunStore(db), signal })),
        recoverDeadLetters: (_, signal) => {
          const read = (id: string): ReturnType<typeof reader.read> => reader.read(id);
          return told(recoverDeadLetters({ parked: listParkedTasks(client), gateway: letters, mirror, read, signal }));
        },
      };
    },
  });
  upkeep.stopped.catch((error: unknown) => {
    log.fatal({ reason: String(error) }, 'Upkeep failed: old records stay until Chimera is started again');
  });
  return upkeep;
}
