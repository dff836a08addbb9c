import { createResizableSlots, type ResizableSlots } from './resizable-slots.ts';

/** The slots of one worker process for the work of tasks. */
export interface WorkerSlots {
  /** For the queue of agent calls. */
  readonly agents: ResizableSlots;
  /** For the host's own queue, apart: a proof must begin soon, whatever agents are at work. */
  readonly host: ResizableSlots;
  resize(size: number): void;
  /** The size of the agents' slots. */
  size(): number;
}

/**
 * Slots of that size. Those of the host only grow: what comes to it belongs to tasks that hold a lease already, and a
 * proof that waits for long counts as lost with its host.
 */
export function createWorkerSlots(size: number): WorkerSlots {
  const [agents, host] = [createResizableSlots({ size }), createResizableSlots({ size })];
  return {
    agents,
    host,
    resize: (next) => {
      agents.resize(next);
      host.resize(Math.max(next, host.size()));
    },
    size: () => agents.size(),
  };
}
