import { configured } from './commands.ts';
import { PoolDraft } from './draft.ts';
import { withMode, withPeak, withPressure } from './evaluate.ts';
import { adopt, enqueue, gone, type IntakeRules, release, withdraw } from './intake.ts';
import type { AgentAtFault, Configured, PoolEffect, PoolMessage, Pressure } from './messages.ts';
import { nextToStart } from './order.ts';
import type { Lease, PoolState, QueuedTask } from './state.ts';

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

/** What concerns single tasks. */
type TaskMessage = Exclude<PoolMessage, Pressure | Configured | AgentAtFault>;

/** A step's outcome: the next state, and what is to be told to tasks. */
export interface PoolStep {
  readonly state: PoolState;
  readonly effects: readonly PoolEffect[];
}

/** Takes messages in, in their order. Leases are granted by `grant`, so that many messages make one round of grants. */
export function receive(state: PoolState, messages: readonly PoolMessage[], now: number): PoolStep {
  const effects: PoolEffect[] = [];
  let settled = state;
  let draft: PoolDraft | undefined;
  for (const message of messages) {
    if (message.kind === 'pressure' || message.kind === 'configured' || message.kind === 'agent_at_fault') {
      settled = about(draft?.state() ?? settled, message, now);
      draft = undefined;
    } else {
      draft ??= new PoolDraft(settled);
      const effect = take(draft, message, settled, now);
      if (effect !== undefined) effects.push(effect);
    }
  }
  return { state: draft?.state() ?? settled, effects };
}

/** Gives free leases to the tasks that start next. */
export function grant(state: PoolState, now: number): PoolStep {
  if (state.intake !== 'open') return { state, effects: [] };
  const effects: PoolEffect[] = [];
  let current = state;
  for (let tasks = nextToStart(current, now); tasks.length > 0; tasks = nextToStart(current, now)) {
    const leases = tasks.map((task, index) => leaseFor(task, current.next_token + index, now));
    effects.push(...leases.map(({ task_id, ask, token }) => ({ kind: 'grant', task_id, ask, token }) as const));
    current = started(current, tasks, leases);
  }
  return { state: withPeak(current), effects };
}

function leaseFor({ since, requeued: _, ...asked }: QueuedTask, token: number, now: number): Lease {
  return { ...asked, token, granted_at: now, waited_ms: Math.max(0, now - since) };
}

function started(state: PoolState, tasks: readonly QueuedTask[], leases: readonly Lease[]): PoolState {
  const leaving = new Set(tasks);
  return {
    ...state,
    next_token: state.next_token + leases.length,
    queue: state.queue.filter((task) => !leaving.has(task)),
    leases: [...state.leases, ...leases],
    waits: [...state.waits, ...leases.map(({ waited_ms }) => waited_ms)].slice(-WAITS),
    totals: { ...state.totals, granted: state.totals.granted + leases.length },
  };
}

function about(state: PoolState, message: Pressure | Configured | AgentAtFault, now: number): PoolState {
  switch (message.kind) {
    case 'configured':
      return configured(state, message.settings, now, message.rules);
    case 'agent_at_fault':
      return { ...state, actions: { ...state.actions, agent_at_fault_at: now } };
    case 'pressure':
      return withMode(withPressure(state, message, now), now);
  }
}

function take(draft: PoolDraft, message: TaskMessage, rules: IntakeRules, now: number): PoolEffect | undefined {
  switch (message.kind) {
    case 'enqueue':
      return enqueue(draft, message, rules, now);
    case 'release':
      release(draft, message, now);
      return undefined;
    case 'withdraw':
      withdraw(draft, message);
      return undefined;
    case 'reprioritise':
      draft.reprioritise(message.task_id, message.priority);
      return undefined;
    case 'gone':
      gone(draft, message);
      return undefined;
    case 'adopt':
      adopt(draft, message, now);
      return undefined;
    case 'parked':
      draft.park(message.task_id);
      return undefined;
    case 'unparked':
      draft.unpark(message.task_id);
      return undefined;
  }
}
