import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { readEnvironment } from '../config/env.ts';
import { pollersOf } from '../temporal/pollers.ts';
import { TASK_QUEUE } from '../workflows/task/contract.ts';
import { serviceEnvironment } from './service-environment.ts';

/** A worker that waits for work asks for it again within this time, in ms. */
const POLL_MS = 60_000;

// Exit code 0 while Temporal knows a worker of this host that asked for work lately. Without an answer from Temporal the
// worker cannot work either, so that is a failure too.
const { temporalAddress: address, temporalNamespace: namespace } = serviceEnvironment(readEnvironment());
const connection = await Connection.connect({ address, connectTimeout: '3s' });
const pollers = await pollersOf(new Client({ connection, namespace }), TASK_QUEUE, 'workflows');
await connection.close();
const own = pollers.filter(({ identity }) => identity.endsWith(`@${hostname()}`));
const latest = Math.max(0, ...own.map(({ askedAt }) => askedAt));
process.exitCode = Date.now() - latest < 1.5 * POLL_MS ? 0 : 1;
