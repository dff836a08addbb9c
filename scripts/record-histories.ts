/**
 * Records the history of every path through the workflows on a Temporal dev server, for tests/replay: of the paths
 * named on the command line, or of all of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { DEFAULT_POOL_SETTINGS } from '../src/domain/pool/settings.ts';
import { onStack } from '../src/runtime/stack.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../src/runtime/temporal.ts';
import { startTemporalServer } from '../src/toolchain/temporal-server.ts';
import { pooledStage } from '../tests/support/pooled-stage.ts';
import { createStage } from '../tests/support/scripted-phases.ts';
import { startRecordingWorkers } from '../tests/replay/recording-workers.ts';
import { keepHistory } from '../tests/replay/history-file.ts';
import { recordPath } from '../tests/replay/record-path.ts';
import { RECORDED_PATHS } from '../tests/replay/recorded-paths.ts';

const NAMESPACE = 'chimera';

const known = Object.entries(RECORDED_PATHS);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(RECORDED_PATHS, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no path ${unknown.join(', ')}: ${known.map(([name]) => name).join(', ')}\n`);
  process.exit(2);
}

await onStack(async (stack) => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const directory = await mkdtemp(join(tmpdir(), 'chimera-histories-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  const logFile = join(directory, 'temporal.log');
  const searchAttributes = SEARCH_ATTRIBUTE_TYPES;
  const server = await startTemporalServer({ namespace: NAMESPACE, searchAttributes, logFile, headless: true });
  stack.push(() => server.stop());
  const connection = await Connection.connect({ address: server.address });
  stack.push(() => connection.close());
  const client = new Client({ connection, namespace: NAMESPACE, identity: 'chimera-client' });
  const native = await NativeConnection.connect({ address: server.address });
  stack.push(() => native.close());
  const played = createStage();
  const stage = pooledStage(
    { stage: played, leave: () => undefined },
    { client, settingsOf: () => DEFAULT_POOL_SETTINGS },
  );
  const workers = await startRecordingWorkers(native, stage, NAMESPACE);
  stack.push(() => workers.stop());

  for (const [index, [name, path]] of known.entries()) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const taskId = `chimera-${(index + 1).toString(16).padStart(12, '0')}`;
    const handle = await recordPath(name, path, taskId, { client, stage, workers });
    const history = await handle.fetchHistory();
    await keepHistory(name, history);
    process.stdout.write(`${name}: ${(await handle.describe()).status.name}, ${history.events?.length ?? 0} events\n`);
  }
  await stack.stop();
});
