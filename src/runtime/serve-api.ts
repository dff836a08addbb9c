import { createProcessMetrics } from '../journal/counters.ts';
import { exportRecorder } from '../observability/metrics/recorder-metrics.ts';
import { startApi } from './api.ts';
import { createFeatureReader } from './feature-reader.ts';
import { databaseRecorder } from './records.ts';
import { runService } from './run-service.ts';
import { serviceEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack } from './stack.ts';
import { watchLoop } from './watch-loop.ts';

// The API as a process of its own. It starts whether or not Temporal is there, and needs the database.
await runService('api', serviceEnvironment, ({ environment, config, log, signal }) =>
  onStack(async (stack) => {
    const { db, close } = await openSharedDatabase(environment, log, signal);
    stack.push(close);
    const temporal = { address: environment.temporalAddress, uiUrl: undefined };
    const records = databaseRecorder(db, log);
    stack.push(() => records.stop());
    const metrics = createProcessMetrics();
    exportRecorder(metrics.registry, () => records.counts);
    const { readFeature, close: endReader } = createFeatureReader({ log, ready: 1 });
    stack.push(endReader);
    const api = await startApi({ environment, config, temporal, db, records, metrics, readFeature, log });
    stack.push(() => api.close());
    stack.push(watchLoop(metrics.registry, log));
    return stack;
  }),
);
