import { poolSize } from '../../src/domain/pool/capacity.ts';
import { evaluate } from '../../src/domain/pool/evaluate.ts';
import type { PoolEffect, PoolMessage } from '../../src/domain/pool/messages.ts';
import { grant, receive } from '../../src/domain/pool/pool.ts';
import type { PoolSettings } from '../../src/domain/pool/settings.ts';
import { newPool, type PoolDecision, type PoolState } from '../../src/domain/pool/state.ts';
import { PoolClock } from './pool-clock.ts';

/** A task that comes to the pool. `at` and `duration_ms` in ms; `at` counts from the simulation's start. */
export interface Arrival {
  readonly at: number;
  readonly priority: number;
  readonly duration_ms: number;
}

/** A task that ran: when it came and how long it waited for its lease, in ms. */
export interface Started extends Arrival {
  readonly waited_ms: number;
}

/** What a simulation saw. */
export interface Simulated {
  /** In the order of starting. */
  readonly started: readonly Started[];
  /** Tasks that the pool turned away or that never started. */
  readonly unserved: number;
  /** Leases that the size allowed and nobody held, added up over time, in ms. */
  readonly idle_ms: number;
  /** From the first arrival's day to the last release, in ms. */
  readonly length_ms: number;
  /** Changes of size, oldest first. */
  readonly scalings: readonly PoolDecision[];
}

/** Some moment: the pool's times are ms since the epoch, and nought means never there. */
const START = Date.UTC(2026, 0, 5);

/**
 * Drives the pool's own decisions through arrivals in the order of time, with no clock but the events: a task works as
 * soon as it has its lease, and gives it back after its duration. It goes on until `length_ms` and all work is over.
 */
export function simulate(arrivals: readonly Arrival[], settings: PoolSettings, length_ms = 0): Simulated {
  let state: PoolState = newPool('default', settings, START);
  let now = START;
  let next = 0;
  let idle_ms = 0;
  const clock = new PoolClock(START);
  const running = new Map<string, number>();
  const started: Started[] = [];
  const scalings: PoolDecision[] = [];

  function begin({ task_id }: PoolEffect): void {
    const arrival = arrivals[Number(task_id)];
    if (arrival === undefined) throw new Error(`no task ${task_id} ever came`);
    started.push({ ...arrival, waited_ms: now - START - arrival.at });
    running.set(task_id, now + arrival.duration_ms);
  }

  function decide(messages: readonly PoolMessage[], evaluationDue: boolean): void {
    const received = receive(state, messages, now).state;
    const evaluated = evaluationDue ? evaluate(received, now) : received;
    const decision = evaluated.decisions.at(-1);
    if (decision !== undefined && decision !== received.decisions.at(-1)) scalings.push(decision);
    const granted = grant(evaluated, now);
    state = granted.state;
    granted.effects.forEach(begin);
    clock.wind(state, now);
  }

  function ended(): PoolMessage[] {
    const over = [...running].filter(([, at]) => at <= now).map(([task_id]) => task_id);
    return over.map((task_id) => {
      running.delete(task_id);
      const duration_ms = arrivals[Number(task_id)]?.duration_ms ?? 0;
      const outcome = { status: 'completed', duration_ms, retried_phases: 0, recovered_phases: 0 } as const;
      return { kind: 'release', task_id, ask: 1, outcome };
    });
  }

  function come(): PoolMessage[] {
    const messages: PoolMessage[] = [];
    for (let arrival = arrivals[next]; arrival !== undefined && START + arrival.at <= now; arrival = arrivals[next]) {
      messages.push({ kind: 'enqueue', task_id: `${next}`, ask: 1, priority: arrival.priority, project: 'day' });
      next += 1;
    }
    return messages;
  }

  for (;;) {
    const arrival = arrivals[next];
    const upcoming = [...running.values(), ...(arrival === undefined ? [] : [START + arrival.at])];
    if (upcoming.length === 0 && now >= START + length_ms) break;
    const at = Math.min(...upcoming, clock.dueAt ?? Infinity, now < START + length_ms ? START + length_ms : Infinity);
    idle_ms += Math.max(0, poolSize(state) - state.leases.length) * (at - now);
    now = at;
    const evaluationDue = clock.dueAt === now;
    if (evaluationDue) clock.fire(state, now);
    decide([...ended(), ...come()], evaluationDue);
  }
  return { started, unserved: arrivals.length - started.length, idle_ms, length_ms: now - START, scalings };
}
