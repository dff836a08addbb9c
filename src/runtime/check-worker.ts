import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { readEnvironment } from '../config/env.ts';
import { TASK_QUEUE } from '../workflows/task/contract.ts';
import { serviceEnvironment } from './service-environment.ts';

/** A worker that waits for work asks for it again within this time, in ms. */
const POLL_MS = 60_000;

// Exit code 0 while Temporal knows a worker of this host that asked for work lately. Without an answer from Temporal the
// worker cannot work either, so that is a failure too.
const { temporalAddress: address, temporalNamespace: namespace } = serviceEnvironment(readEnvironment());
const connection = await Connection.connect({ address, connectTimeout: '3s' });
const { pollers } = await connection.workflowService.describeTaskQueue({
  namespace,
  taskQueue: { name: TASK_QUEUE },
  taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
});
await connection.close();
const own = pollers.filter(({ identity }) => identity?.endsWith(`@${hostname()}`));
const latest = Math.max(0, ...own.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000));
process.exitCode = Date.now() - latest < 1.5 * POLL_MS ? 0 : 1;
