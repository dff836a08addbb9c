import { type CheckStatus, type HealthCheck, passed, unknown } from './check.ts';
import type { Evidence } from './evidence.ts';
import type { HealthSample, Reachability } from './sample.ts';
import { counted } from './wording.ts';

/** Temporal, the database and the workers. Without the database tasks go on, so that its loss is not the worst. */
export function systemChecks({ latest }: Pick<Evidence, 'latest'>): readonly HealthCheck[] {
  return [
    reachable('temporal', 'Temporal', latest?.temporal, 'fail'),
    reachable('database', 'the database', latest?.database, 'warn'),
    workers(latest),
  ];
}

function reachable(name: string, what: string, state: Reachability | undefined, worst: CheckStatus): HealthCheck {
  if (state === undefined) return unknown(name, `whether ${what} answers is not known`);
  if (state === 'up') return passed(name, `${what} answers`);
  return { ...passed(name, `${what} does not answer`), status: worst, threshold_exceeded: true };
}

function workers(latest: HealthSample | undefined): HealthCheck {
  const name = 'workers';
  if (latest?.workers === undefined) return unknown(name, 'how many workers there are is not known');
  const { alive, silent } = latest.workers;
  const values = { current_value: alive, threshold: 1, threshold_exceeded: alive < 1 };
  if (alive < 1) {
    const message = hasWork(latest) ? 'no worker was heard of, and tasks wait' : 'no worker was heard of';
    return { ...passed(name, message, values), status: hasWork(latest) ? 'fail' : 'warn' };
  }
  if (silent === 0) return passed(name, `${counted(alive, 'worker')} heard of`, values);
  const message = `${counted(silent, 'worker')} fell silent, ${counted(alive, 'worker')} heard of`;
  return { ...passed(name, message, values), status: 'warn', threshold_exceeded: true };
}

/** Whether anything may wait for a worker: a pool that is silent for want of one may have work as well. */
function hasWork({ pools }: HealthSample): boolean {
  return pools.some(({ figures }) => figures === undefined || figures.active + figures.queue_depth > 0);
}
