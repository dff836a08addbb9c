import { duration } from '../../../domain/duration.ts';
import type { PoolView } from '../../../contract/pool/pool.ts';
import { modeNote, occupancyWords, settingsWords } from './words.ts';

/**
 * What changed from one state of a pool to the next, a plain line each: leases given and returned, the queue's length,
 * size, mode, intake, settings, pressure. Of the first state, how it stands.
 */
export function poolChanges(before: PoolView | undefined, after: PoolView): readonly string[] {
  if (before === undefined) {
    return [`${after.name}: ${occupancyWords(after)}; ${after.mode}, ${after.intake}`];
  }
  return [
    ...stateChanges(before, after),
    ...before.leases.filter((lease) => !holds(after, lease)).map(returned),
    ...after.leases.filter((lease) => !holds(before, lease)).map(started),
    ...(before.queued === after.queued ? [] : [`waiting ${before.queued} → ${after.queued}`]),
    ...pressureChanges(before, after),
  ];
}

type Lease = PoolView['leases'][number];

function stateChanges(before: PoolView, after: PoolView): readonly string[] {
  const settings = settingsWords(after.settings);
  return [
    ...(before.stale === after.stale ? [] : [after.stale ? 'the pool does not answer' : 'the pool answers again']),
    ...(before.mode === after.mode ? [] : [`mode ${before.mode} → ${after.mode}: ${modeNote(after)}`]),
    ...(before.intake === after.intake ? [] : [`intake ${before.intake} → ${after.intake}`]),
    ...(before.pool_size === after.pool_size ? [] : [`leases allowed ${before.pool_size} → ${after.pool_size}`]),
    ...(settingsWords(before.settings) === settings ? [] : [`settings: ${settings}`]),
  ];
}

function holds({ leases }: PoolView, { token }: Lease): boolean {
  return leases.some((lease) => lease.token === token);
}

function returned({ task_id, token }: Lease): string {
  return `${task_id} gave back token ${token}`;
}

function started({ task_id, token, priority, waited_ms }: Lease): string {
  return `${task_id} got token ${token}: priority ${priority}, waited ${duration(waited_ms)}`;
}

function pressureChanges(before: PoolView, after: PoolView): readonly string[] {
  const told = ({ pressure }: PoolView, id: string): boolean => pressure.some(({ worker_id }) => worker_id === id);
  return [
    ...after.pressure
      .filter(({ worker_id }) => !told(before, worker_id))
      .map(({ worker_id, memory_pct, cpu_pct }) => {
        return `worker ${worker_id} under pressure: memory ${Math.round(memory_pct)} %, CPU ${Math.round(cpu_pct)} %`;
      }),
    ...before.pressure
      .filter(({ worker_id }) => !told(after, worker_id))
      .map(({ worker_id }) => `worker ${worker_id} no longer under pressure`),
  ];
}
