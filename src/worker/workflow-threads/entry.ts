import { createRequire } from 'node:module';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';

// The SDK's own thread for workflows, but for the stack that it keeps of each promise, at the price of an `Error` for each
// of them: with those Temporal's query `__stack_trace` answers, without them it says that they are not there.
Object.assign(globalHandlers, { setPromiseHook: () => undefined });
createRequire(import.meta.url)('@temporalio/worker/lib/workflow/workflow-worker-thread.js');
