import type { ActivitySlotInfo, SlotPermit, SlotReserveContext } from '@temporalio/worker';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResizableSlots, type ResizableSlots } from './resizable-slots.ts';

const CONTEXT = { slotType: 'activity', taskQueue: 'chimera' } as SlotReserveContext;
const slotInfo: ActivitySlotInfo = { type: 'activity', activityType: 'implementFeature' };

/** A poller's reservation, as far as it has come. */
interface Reservation {
  readonly abort: () => void;
  readonly settled: Promise<unknown>;
  state: 'waiting' | 'reserved' | 'used' | 'gone';
  permit: SlotPermit;
}

function reserve({ supplier }: ResizableSlots): Reservation {
  const controller = new AbortController();
  const promise = supplier.reserveSlot(CONTEXT, controller.signal);
  const reservation: Reservation = {
    state: 'waiting',
    permit: {},
    abort: () => {
      controller.abort(new Error('no longer needed'));
    },
    settled: promise.then(
      (permit) => Object.assign(reservation, { state: 'reserved', permit }),
      () => (reservation.state = 'gone'),
    ),
  };
  return reservation;
}

function use({ supplier }: ResizableSlots, reservation: Reservation): void {
  supplier.markSlotUsed({ slotInfo, permit: reservation.permit });
  reservation.state = 'used';
}

function release({ supplier }: ResizableSlots, reservation: Reservation): void {
  const { permit } = reservation;
  supplier.releaseSlot(reservation.state === 'used' ? { slotInfo, permit } : { permit });
  reservation.state = 'gone';
}

/** Lets all promises that can settle do so. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('resizable slots', () => {
  it('are given out up to the size; who comes later waits for one to be released', async () => {
    const slots = createResizableSlots({ size: 2 });
    const [first, second, third] = [reserve(slots), reserve(slots), reserve(slots)];
    await settle();
    expect([first.state, second.state, third.state]).toEqual(['reserved', 'reserved', 'waiting']);
    use(slots, first);
    release(slots, first);
    await settle();
    expect(third.state).toBe('reserved');
  });

  it('count as used while an activity runs, not while a poller is idle', async () => {
    const slots = createResizableSlots({ size: 2 });
    const [busy, idle] = [reserve(slots), reserve(slots)];
    await settle();
    expect(slots.used()).toBe(0);
    use(slots, busy);
    expect(slots.used()).toBe(1);
    release(slots, idle);
    expect(slots.used()).toBe(1);
    release(slots, busy);
    expect([slots.used(), slots.size()]).toEqual([0, 2]);
  });

  it('serve those who wait, in their order, when the size grows', async () => {
    const slots = createResizableSlots({ size: 0 });
    const reservations = [reserve(slots), reserve(slots), reserve(slots)];
    slots.resize(2);
    await settle();
    expect(reservations.map(({ state }) => state)).toEqual(['reserved', 'reserved', 'waiting']);
  });

  it('take nothing back when the size falls, and give nothing out until what is held fits', async () => {
    const slots = createResizableSlots({ size: 3 });
    const held = [reserve(slots), reserve(slots), reserve(slots)];
    await settle();
    for (const reservation of held) use(slots, reservation);
    slots.resize(1);
    const next = reserve(slots);
    expect(slots.used()).toBe(3);
    for (const [index, reservation] of held.entries()) {
      release(slots, reservation);
      await settle();
      expect(next.state).toBe(index < 2 ? 'waiting' : 'reserved');
    }
  });

  it('forget who no longer needs one, before as well as after the call', async () => {
    const slots = createResizableSlots({ size: 0 });
    const [leaving, staying] = [reserve(slots), reserve(slots)];
    leaving.abort();
    await leaving.settled;
    expect(leaving.state).toBe('gone');
    slots.resize(1);
    await settle();
    expect(staying.state).toBe('reserved');
    const reason = new Error('shut down');
    await expect(slots.supplier.reserveSlot(CONTEXT, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('are given at once to who cannot wait, or not at all', async () => {
    const slots = createResizableSlots({ size: 1 });
    expect(slots.supplier.tryReserveSlot(CONTEXT)).not.toBeNull();
    expect(slots.supplier.tryReserveSlot(CONTEXT)).toBeNull();
    const first = reserve(slots);
    slots.resize(2);
    await settle();
    expect(first.state).toBe('reserved');
    expect(slots.supplier.tryReserveSlot(CONTEXT)).toBeNull();
  });

  it.each([-1, 1.5, NaN])('have no size of %s', (size) => {
    expect(() => createResizableSlots({ size })).toThrow(RangeError);
    expect(() => {
      createResizableSlots({ size: 1 }).resize(size);
    }).toThrow(RangeError);
  });

  it('hold their invariants in whatever order things happen', async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('resize' as const), to: fc.nat({ max: 6 }) }),
      fc.record({ do: fc.constantFrom('reserve', 'try', 'use', 'release', 'abort'), pick: fc.nat({ max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 6 }), fc.array(action, { maxLength: 60 }), async (size, actions) => {
        const slots = createResizableSlots({ size });
        const all: Reservation[] = [];
        const inState = (...states: Reservation['state'][]) => all.filter(({ state }) => states.includes(state));
        for (const step of actions) {
          const heldBefore = inState('reserved', 'used').length;
          if (step.do === 'resize') slots.resize(step.to);
          else act(slots, all, step.do, step.pick);
          await settle();
          const held = inState('reserved', 'used').length;
          expect(held).toBeLessThanOrEqual(Math.max(slots.size(), heldBefore));
          expect(slots.used()).toBe(inState('used').length);
          if (inState('waiting').length > 0) expect(held).toBeGreaterThanOrEqual(slots.size());
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Does one thing to the slots: a new reservation, or something with one of those that can have it done to them. */
function act(slots: ResizableSlots, all: Reservation[], what: string, pick: number): void {
  const among = (...states: Reservation['state'][]): Reservation | undefined => {
    const fitting = all.filter(({ state }) => states.includes(state));
    return fitting[pick % Math.max(fitting.length, 1)];
  };
  const permit = what === 'try' ? slots.supplier.tryReserveSlot(CONTEXT) : null;
  if (permit !== null) all.push({ state: 'reserved', permit, abort: () => undefined, settled: Promise.resolve() });
  if (what === 'reserve') all.push(reserve(slots));
  const [waiting, idle, held] = [among('waiting'), among('reserved'), among('reserved', 'used')];
  if (what === 'abort') waiting?.abort();
  if (what === 'use' && idle !== undefined) use(slots, idle);
  if (what === 'release' && held !== undefined) release(slots, held);
}
