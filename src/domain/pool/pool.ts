import { appended } from './bounded.ts';
import { poolSize } from './capacity.ts';
import { configured } from './commands.ts';
import { moded, peaked, pressed } from './evaluate.ts';
import { adopt, enqueue, gone, release, reprioritise, type Step, withdraw } from './intake.ts';
import type { PoolEffect, PoolMessage } from './messages.ts';
import { next } from './order.ts';
import type { PoolState } from './state.ts';

/**
 * The pool's decisions: state and now in, next state and effects out. What always holds:
 * 1. Leases never exceed the size but after a shrink, and then they only fall.
 * 2. A task holds one live lease at most, and tokens only grow.
 * 3. An accepted task is queued, leased, or gone by its own word or because it was found closed.
 * 4. A mode or a resize never touches running work.
 * 5. The state is plain JSON.
 */

/** Waits that are kept for their mean. */
const WAITS = 100;

/** Takes messages in, in their order. Leases are granted by `grant`, so that many messages make one round of grants. */
export function receive(state: PoolState, messages: readonly PoolMessage[], now: number): Step {
  const effects: PoolEffect[] = [];
  let current = state;
  for (const message of messages) {
    const step = receiveOne(current, message, now);
    current = step.state;
    effects.push(...step.effects);
  }
  return { state: current, effects };
}

/** Gives free leases to the tasks that start next. */
export function grant(state: PoolState, now: number): Step {
  if (state.intake !== 'open') return { state, effects: [] };
  const effects: PoolEffect[] = [];
  let current = state;
  while (current.leases.length < poolSize(current)) {
    const task = next(current, now);
    if (task === undefined) break;
    const { since, ...asked } = task;
    const token = current.next_token;
    const waited_ms = Math.max(0, now - since);
    effects.push({ kind: 'grant', task_id: task.task_id, ask: task.ask, token });
    current = {
      ...current,
      next_token: token + 1,
      queue: current.queue.filter((queued) => queued !== task),
      leases: [...current.leases, { ...asked, token, granted_at: now, waited_ms }],
      waits: appended(current.waits, waited_ms, WAITS),
      totals: { ...current.totals, granted: current.totals.granted + 1 },
    };
  }
  return { state: peaked(current), effects };
}

function receiveOne(state: PoolState, message: PoolMessage, now: number): Step {
  switch (message.kind) {
    case 'enqueue':
      return enqueue(state, message, now);
    case 'release':
      return { state: release(state, message, now), effects: [] };
    case 'withdraw':
      return { state: withdraw(state, message), effects: [] };
    case 'reprioritise':
      return { state: reprioritise(state, message), effects: [] };
    case 'gone':
      return { state: gone(state, message), effects: [] };
    case 'adopt':
      return { state: adopt(state, message), effects: [] };
    case 'configured':
      return { state: configured(state, message.settings, now), effects: [] };
    case 'pressure':
      return { state: moded(pressed(state, message), now), effects: [] };
  }
}
