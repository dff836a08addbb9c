import { createProcessMetrics } from '../observability/metrics/process-metrics.ts';
import { startApi } from './api.ts';
import { runService } from './run-service.ts';
import { serviceEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack } from './stack.ts';

// The API as a process of its own. It starts whether or not Temporal is there, and needs the database.
await runService('api', serviceEnvironment, ({ environment, config, log }) =>
  onStack(async (stack) => {
    const { db, close } = await openSharedDatabase(environment, log);
    stack.push(close);
    const temporal = { address: environment.temporalAddress, uiUrl: undefined };
    const api = await startApi({ environment, config, temporal, db, metrics: createProcessMetrics(), log });
    stack.push(() => api.close());
    return stack;
  }),
);
