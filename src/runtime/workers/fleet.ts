import { setTimeout as delay } from 'node:timers/promises';
import { restartAfter } from '../../domain/pool/restart.ts';
import { createMember, type Ending, type FleetLog, type Member } from './member.ts';
import type { WorkerProcess } from './worker-process.ts';

/** What a fleet is run with. Times in ms. */
export interface FleetOptions {
  /** Starts the process of the worker with that number. */
  readonly start: (number: number) => WorkerProcess;
  /** How many workers there are at first. */
  readonly size: number;
  /** After this time a worker that drains is ended by force. */
  readonly drainLimitMs: number;
  /** The same for the end of the whole fleet. */
  readonly stopLimitMs: number;
  readonly log: FleetLog;
  /** Told of a place that nobody has any more, after the fleet became smaller. */
  readonly left?: (number: number) => void;
  /** When a dead worker is started again. */
  readonly restart?: typeof restartAfter;
}

/** Worker processes that are kept at a wished number. */
export interface Fleet {
  /** Settles when each worker it began with has been at work; rejects when one stays down, with why. */
  readonly ready: Promise<void>;
  /** Changes the number: new workers start, surplus ones finish what they do. One that is down is among the first to go. */
  resize(size: number): void;
  /** The worker processes that run and are not to end, by number. */
  pids(): ReadonlyMap<number, number>;
  /** Ends all of them, those that drain as well. */
  stop(): Promise<void>;
}

/**
 * Starts a fleet.
 *
 * 1. As many workers are kept as wished for: one that dies is started again, unless it stays down.
 * 2. Nobody but the fleet's resize or stop asks a worker to end, and none outlives its limit after that.
 * 3. After `stop` no process of the fleet is left, and none is started.
 */
export function startFleet(options: FleetOptions): Fleet {
  const { log, restart = restartAfter } = options;
  /** Those that are kept, and those that were kept once and still run, by number. */
  const kept = new Map<number, Member>();
  const leaving = new Map<number, Member>();
  let stopping = false;

  function grow(): void {
    let number = 1;
    while (kept.has(number) || leaving.has(number)) number += 1;
    kept.set(number, createMember({ number, start: () => options.start(number), log, restart }));
  }

  function shrink(): void {
    const members = [...kept].toSorted(([a], [b]) => a - b);
    const [number, member] = members.findLast(([, { process }]) => process() === undefined) ?? members.at(-1) ?? [];
    if (number === undefined || member === undefined) return;
    kept.delete(number);
    leaving.set(number, member);
    void endWithin(member, options.drainLimitMs, 'drain', log).then(() => {
      leaving.delete(number);
      options.left?.(number);
    });
  }

  function resize(size: number): void {
    if (stopping) return;
    if (size !== kept.size) log.info({ from: kept.size, to: size }, 'The number of workers changes');
    while (kept.size < size) grow();
    while (kept.size > size) shrink();
  }

  while (kept.size < options.size) grow();
  const ready = Promise.all([...kept.values()].map((member) => member.ready)).then(() => undefined);
  ready.catch(() => undefined);
  return {
    ready,
    resize,
    pids: () => {
      const running = [...kept].map(([number, { process }]) => [number, process()?.pid] as const);
      return new Map(running.flatMap(([number, pid]) => (pid === undefined ? [] : [[number, pid]])));
    },
    stop: async () => {
      stopping = true;
      const all = [...kept.values(), ...leaving.values()];
      await Promise.all(all.map((member) => endWithin(member, options.stopLimitMs, 'stop', log)));
    },
  };
}

/** Asks a worker to end, and ends it by force when it has not within the limit. */
async function endWithin(member: Member, limitMs: number, how: Ending, log: FleetLog): Promise<void> {
  const over = new AbortController();
  const late = delay(limitMs, 'late', { signal: over.signal }).catch(() => 'ended');
  const ended = member.end(how).then(() => 'ended');
  if ((await Promise.race([ended, late])) === 'late') {
    log.warn({ worker: member.number }, `A worker did not end within ${limitMs / 1_000} s and is ended by force`);
    member.process()?.kill();
  }
  await ended;
  over.abort();
}
