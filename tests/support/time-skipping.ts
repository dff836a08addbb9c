import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { ensureTools } from '../../src/toolchain/index.ts';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/task/contract.ts';

const { INDEXED_VALUE_TYPE_INT, INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;

/** A server that skips over waiting time, with the search attributes that the set-up registers. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const { 'temporal-test-server': server } = await ensureTools(['temporal-test-server']);
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: server.path } },
  });
  const { status, phase, project, priority } = SEARCH_ATTRIBUTES;
  const keywords = [status, phase, project].map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD] as const);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries([...keywords, [priority, INDEXED_VALUE_TYPE_INT]]),
  });
  return env;
}
