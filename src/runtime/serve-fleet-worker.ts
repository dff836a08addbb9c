import { parseArgs } from 'node:util';
import { withMostConcurrent } from '../config/chimera-config.ts';
import type { Logger } from '../observability/logging.ts';
import type { Recorder } from '../persistence/recorder.ts';
import { findTool } from '../toolchain/index.ts';
import { databaseRecorder } from './records.ts';
import { runService } from './run-service.ts';
import { fleetEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack, type Stack } from './stack.ts';
import { startProcessWorker } from './worker.ts';
import { parentChannel } from './workers/parent-channel.ts';
import { createIpcRecorder } from './workers/records-over-ipc.ts';

// A worker as a child of the process that runs Temporal, the API and, unless it is a PostgreSQL, the database; one of
// several on one data directory.
const parent = parentChannel(process);

await runService('worker', fleetEnvironment, ({ environment, config: declared, log }) =>
  onStack(async (stack) => {
    const { values } = parseArgs({ options: { 'max-concurrent': { type: 'string' } } });
    const most = values['max-concurrent'];
    const config = most === undefined ? declared : withMostConcurrent(declared, Number(most));
    const { temporalAddress: address, databaseUrl, chromium, drainMs } = environment;
    const ffmpeg = (await findTool('ffmpeg'))?.path;
    const records = databaseUrl === undefined ? channelRecorder(log) : await ownRecorder(databaseUrl, log, stack);
    const parts = { environment, config, temporal: { address }, records, chromium, ffmpeg, log };
    const worker = await startProcessWorker({ ...parts, drainMs, endsDeployments: false });
    stack.push(() => worker.stop());
    if (parent.hurried.aborted) worker.hurry();
    parent.hurried.addEventListener('abort', worker.hurry);
    parent.send({ kind: 'ready' });
    return { ended: worker.stopped, drainMs, stop: () => stack.stop() };
  }),
);

function channelRecorder(log: Logger): Recorder {
  const recorder = createIpcRecorder({ send: parent.send, log });
  parent.onRecorded(recorder.recorded);
  return recorder;
}

async function ownRecorder(databaseUrl: string, log: Logger, stack: Stack): Promise<Recorder> {
  const { db, close } = await openSharedDatabase({ databaseUrl }, log);
  stack.push(close);
  return databaseRecorder(db, log);
}
