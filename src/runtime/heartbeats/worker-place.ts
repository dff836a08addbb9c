import { hostname } from 'node:os';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';

/** A worker's name, and the process that goes by it: `<host>:<process id>:<start in ms since the epoch>`. */
export type WorkerPlace = Pick<Heartbeat, 'name' | 'process'>;

/** The place with that number in the fleet of this host; the only worker of a system has the first. */
export function fleetPlace(number: number, pid: number | undefined, startedAt: number): WorkerPlace {
  return { name: `worker-${number}@${hostname()}`, process: processId(pid, startedAt) };
}

/** The place of a worker process that nobody keeps: its own as long as it runs. */
export function lonePlace(pid = process.pid, startedAt = Date.now()): WorkerPlace {
  return { name: `worker@${hostname()}:${pid}`, process: processId(pid, startedAt) };
}

/** Whether a name is that of a place in the fleet of this host. */
export function isOfFleetHere(name: string): boolean {
  const [place = '', ...host] = name.split('@');
  return /^worker-\d+$/.test(place) && host.join('@') === hostname();
}

/** The process id within the id of a process. */
export function pidOf(process: string): number {
  return Number(process.split(':').at(-2));
}

/** A process that could not be started has the process id 0. */
function processId(pid: number | undefined, startedAt: number): string {
  return `${hostname()}:${pid ?? 0}:${startedAt}`;
}
