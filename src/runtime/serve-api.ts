import { startApi } from './api.ts';
import { assembleParts, databaseStore } from './parts.ts';
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
    const parts = assembleParts(stack, databaseStore(db, { environment, config, log }));
    const api = await startApi({ ...parts, environment, config, temporal, db, log });
    stack.push(() => api.close());
    stack.push(watchLoop(parts.metrics.registry, log));
    return stack;
  }),
);
