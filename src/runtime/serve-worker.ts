import getPort from 'get-port';
import { ConfigError } from '../config/config-error.ts';
import type { Environment } from '../config/env.ts';
import { findTool } from '../toolchain/index.ts';
import { awaitTemporal } from '../temporal/connection.ts';
import { hiddenLoopback } from './hidden-loopback.ts';
import { offerMetrics } from './offer-metrics.ts';
import { assembleParts, assembleWorkerParts, databaseStore } from './parts.ts';
import { runService } from './run-service.ts';
import { serviceEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack } from './stack.ts';
import { startProcessUpkeep } from './upkeep.ts';
import { watchLoop } from './watch-loop.ts';
import { startProcessWorker } from './worker.ts';

// A worker as a process of its own, any number of them: each with a data directory, all with the same artifacts.
await runService('worker', serviceEnvironment, ({ environment, config, log, signal }) =>
  onStack(async (stack) => {
    const { temporalAddress: address, temporalNamespace: namespace } = environment;
    const chromium = await browserOf(environment);
    const ffmpeg = (await findTool('ffmpeg'))?.path;
    if (ffmpeg === undefined) log.warn({}, 'FFmpeg is not installed, so no videos will be made');
    await awaitTemporal({ address, namespace, log, signal });
    const { db, close } = await openSharedDatabase(environment, log, signal);
    stack.push(close);
    const temporal = { address };
    const parts = assembleParts(stack, databaseStore(db, { environment, config, log }));
    const { registry } = parts.metrics;
    // They have no door of their own, and are shown through this process's.
    const host = await hiddenLoopback();
    const sdkMetricsAddress = `${host}:${await getPort({ host })}`;
    await offerMetrics({ environment, registry, sdkMetricsAddress, log, stack });
    const { drainMs } = environment;
    const worker = await startProcessWorker({
      ...assembleWorkerParts(stack, parts, { config, log }),
      ...{ environment, config, temporal, sdkMetricsAddress, chromium, ffmpeg, drainMs, log },
      ...{ looksOver: true, endsDeployments: false },
    });
    stack.push(() => worker.stop());
    const upkeep = await startProcessUpkeep({ environment, config, temporal, db, log });
    stack.push(() => upkeep.stop());
    stack.push(watchLoop(registry, log));
    return { ended: Promise.race([worker.stopped, upkeep.stopped]), drainMs, stop: () => stack.stop() };
  }),
);

/** The browser of this host; a worker that serves installs nothing. @throws {ConfigError} when there is none. */
async function browserOf({ chromium }: Pick<Environment, 'chromium'>): Promise<string> {
  const path = chromium ?? (await findTool('chromium'))?.path;
  if (path !== undefined) return path;
  const message = 'must be set where no Chromium is installed: the path of one, such as /usr/bin/chromium';
  throw new ConfigError('The environment', [{ path: 'CHIMERA_CHROMIUM', message }]);
}
