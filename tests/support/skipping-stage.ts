import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll } from 'vitest';
import { createStage, type Stage } from './scripted-phases.ts';
import { runWorkers } from './scripted-workers.ts';
import { startTimeSkipping } from './time-skipping.ts';

/** Where the tests of one file play their tasks: a server that skips waits, and workers over one stage. */
export interface SkippingStage {
  readonly stage: Stage;
  /** The server, while a test runs. */
  server(): TestWorkflowEnvironment;
}

/** Sets one up around the tests of a file. */
export function skippingStage(): SkippingStage {
  const stage = createStage();
  let env: TestWorkflowEnvironment | undefined;
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    env = await startTimeSkipping();
    stop = await runWorkers(env.nativeConnection, stage);
  });
  afterAll(async () => {
    await stop?.();
    await env?.teardown();
  });
  return {
    stage,
    server() {
      if (env === undefined) throw new Error('The server runs only while tests do.');
      return env;
    },
  };
}
