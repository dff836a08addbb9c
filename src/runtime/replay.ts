import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Environment } from '../config/env.ts';
import { fetchHistory, readHistory, type ReplayOutcome, replayHistory } from '../replay/replay-history.ts';
import { embeddedAddress } from './temporal.ts';

export type { ReplayOutcome };

/** Which history to replay: a task's, or the one in a file. */
export type ReplaySource =
  { readonly kind: 'task'; readonly taskId: string } | { readonly kind: 'file'; readonly path: string };

/** Runs a live or a saved history against the current code. */
export async function replay(source: ReplaySource, environment: Environment): Promise<ReplayOutcome> {
  const [history, workflowId] =
    source.kind === 'file'
      ? [await readHistory(source.path), workflowIdOf(source.path)]
      : [await fetchHistory(source.taskId, await temporalOf(environment)), source.taskId];
  // What the SDK says of its own workings is not the answer that was asked for. Only now: its runtime keeps a process
  // alive until a replay has ended.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  return replayHistory(history, workflowId);
}

async function temporalOf({ temporalAddress, temporalNamespace: namespace, dataDirectory }: Environment) {
  const address = temporalAddress ?? (await embeddedAddress(dataDirectory));
  if (address !== undefined) return { address, namespace };
  throw new Error('No Temporal is known: set TEMPORAL_ADDRESS, or start Chimera on this data directory.');
}

/** A saved history does not name its workflow; its file usually does. */
function workflowIdOf(path: string): string {
  return /chimera-[0-9a-f]{12}/.exec(path)?.[0] ?? path;
}
