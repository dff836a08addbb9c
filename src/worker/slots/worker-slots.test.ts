import { describe, expect, it } from 'vitest';
import { createWorkerSlots } from './worker-slots.ts';

describe('the slots of a worker', () => {
  it('grow for agents and for the host, and shrink for agents only', () => {
    const slots = createWorkerSlots(5);
    const sizes = () => [slots.size(), slots.agents.size(), slots.host.size()];
    expect(sizes()).toEqual([5, 5, 5]);
    slots.resize(8);
    expect(sizes()).toEqual([8, 8, 8]);
    slots.resize(2);
    expect(sizes()).toEqual([2, 2, 8]);
    slots.resize(3);
    expect(sizes()).toEqual([3, 3, 8]);
  });
});
