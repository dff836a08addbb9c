import { extname } from 'node:path';
import type { InspectChange, Inspection, InspectionOrder } from '../agents/built-in/guardian/inspect-change.ts';
import { TerminalAgentError, TransientAgentError } from '../domain/failure.ts';
import { ThreadLostError } from '../threads/thread.ts';
import { createThreadPool } from '../threads/thread-pool.ts';

/** Inspects changes beside the event loop of its process. */
export interface ChangeInspector {
  readonly inspectChange: InspectChange;
  close(): Promise<void>;
}

const MODULE = new URL(`../agents/built-in/guardian/inspect-change${extname(import.meta.url)}`, import.meta.url).href;
/** Two reviews at once; further ones wait. */
const THREADS = 2;
/** The 64 MiB of text that are read of a change take half of it. */
const MEMORY_MB = 1_536;

/** A thread is started for a review and ends when there is none for a while; the phase's limit is what ends a review. */
export function createChangeInspector(): ChangeInspector {
  const { run, close } = createThreadPool<InspectionOrder, Inspection>({
    ...{ module: MODULE, name: 'inspectChange', memoryMb: MEMORY_MB, most: THREADS, ready: 0 },
  });
  return {
    inspectChange: async (order, { signal, tell }) => {
      try {
        return await run(order, {
          signal,
          told: (step) => {
            tell(String(step));
          },
        });
      } catch (error) {
        throw signal.aborted ? error : agentError(error);
      }
    },
    close,
  };
}

/** What went wrong on a thread has lost its class on the way. */
function agentError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof ThreadLostError) {
    return new TerminalAgentError(`The change could not be inspected. ${error.message}`, { cause: error });
  }
  if (error.name === TerminalAgentError.name) return new TerminalAgentError(error.message, { cause: error });
  if (error.name === TransientAgentError.name) return new TransientAgentError(error.message, { cause: error });
  return error;
}
