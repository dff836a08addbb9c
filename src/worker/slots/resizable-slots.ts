import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';

/** Temporal's slots for the activities of one task queue, in a number that can change while they are in use. */
export interface ResizableSlots {
  /** For the tuner of one worker; two workers need one each, or an idle one would hold what the other could use. */
  readonly supplier: CustomSlotSupplier<ActivitySlotInfo>;
  /** Sets how many activities may run at once. @throws {RangeError} unless it is a whole number from 0. */
  resize(size: number): void;
  /** Activities that run now. */
  used(): number;
  size(): number;
}

interface Waiting {
  readonly grant: () => void;
}

/**
 * A pool of slots over which Temporal's pollers hold reservations: a poller reserves first, asks for work then, and uses
 * the slot when there is some. Invariants:
 * 1. A slot is given out only while those in use and those reserved are fewer than the size, so that no number of answers
 *    arriving at once can start more activities than the size.
 * 2. A shrink takes nothing back: what runs ends by itself, and a poller that asked before may still get work (Temporal
 *    has no way to recall it; it lets go within a minute). What is held only falls until it fits.
 * 3. Reservations that wait are served in their order, as soon as slots are released or the size grows.
 * 4. One whose signal is aborted no longer waits, and never held anything.
 * `used` counts activities, not the reservations of idle pollers.
 */
export function createResizableSlots({ size: initial }: { readonly size: number }): ResizableSlots {
  let size = whole(initial);
  let held = 0;
  let used = 0;
  const waiting = new Set<Waiting>();

  const take = (): SlotPermit => {
    held += 1;
    return {};
  };
  const serve = (): void => {
    for (const next of waiting) {
      if (held >= size) return;
      waiting.delete(next);
      next.grant();
    }
  };

  return {
    supplier: {
      type: 'custom',
      reserveSlot: (_, signal) =>
        new Promise((resolve, reject) => {
          const refuse = (): void => {
            waiting.delete(entry);
            // Temporal expects the signal's own reason.
            reject(signal.reason as Error);
          };
          const entry: Waiting = {
            grant: () => {
              signal.removeEventListener('abort', refuse);
              resolve(take());
            },
          };
          if (signal.aborted) {
            refuse();
            return;
          }
          signal.addEventListener('abort', refuse, { once: true });
          waiting.add(entry);
          serve();
        }),
      tryReserveSlot: () => (held < size && waiting.size === 0 ? take() : null),
      markSlotUsed: () => {
        used += 1;
      },
      releaseSlot: ({ slotInfo }) => {
        held -= 1;
        // A reservation that found no work is released without ever having been used.
        if (slotInfo !== undefined) used -= 1;
        serve();
      },
    },
    resize: (next) => {
      size = whole(next);
      serve();
    },
    used: () => used,
    size: () => size,
  };
}

function whole(size: number): number {
  if (Number.isInteger(size) && size >= 0) return size;
  throw new RangeError(`A number of slots is a whole number from 0, not ${size}.`);
}
