import type { TunerHolder } from '@temporalio/worker';
import type { ResizableSlots } from './resizable-slots.ts';

/**
 * Each poller holds a slot while it waits for work. Few, so that a shrink finds few slots in their hands, and a phase that
 * this worker has just decided on finds one free.
 */
const POLLERS = 2;

/** Options of a worker that does activities in these slots. All else keeps the SDK's own numbers. */
export function inSlots({ supplier }: ResizableSlots) {
  const tuner: TunerHolder = {
    activityTaskSlotSupplier: supplier,
    workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 40 },
    localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 100 },
    nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 100 },
  };
  return { tuner, activityTaskPollerBehavior: { type: 'simple-maximum', maximum: POLLERS } } as const;
}
