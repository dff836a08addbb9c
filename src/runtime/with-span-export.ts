import type { SpanExport } from '../observability/tracing/span-export.ts';
import type { RunningWorker } from '../worker/start-worker.ts';

/** A worker that is through when its last spans have gone too. */
export function withSpanExport(worker: RunningWorker, exported: SpanExport): RunningWorker {
  return {
    stopped: worker.stopped.finally(() => exported.stop()),
    hurry: () => {
      worker.hurry();
    },
    stop: async () => {
      await worker.stop();
      await exported.stop();
    },
  };
}
