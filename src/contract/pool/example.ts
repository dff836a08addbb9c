import { obey } from '../../domain/pool/commands.ts';
import type { PoolMessage } from '../../domain/pool/messages.ts';
import { poolMetrics } from '../../domain/pool/metrics.ts';
import { grant, receive } from '../../domain/pool/pool.ts';
import { DEFAULT_POOL, DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { newPool, type PoolState } from '../../domain/pool/state.ts';
import { decisionViews, poolView } from './view.ts';

const BEGUN = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;

const enqueue = (task_id: string, priority: number): PoolMessage => ({
  kind: 'enqueue',
  task_id,
  ask: 1,
  priority,
  project: 'shop',
});

/** A small pool at work: made by the pool's own decisions, so that the examples are what the API would answer. */
function exampleState(): PoolState {
  const at = (minutes: number): number => BEGUN + minutes * MINUTE;
  const step = (state: PoolState, messages: readonly PoolMessage[], now: number): PoolState =>
    grant(receive(state, messages, now).state, now).state;
  const outcome = { status: 'completed', duration_ms: 4 * MINUTE, retried_phases: 1, recovered_phases: 1 } as const;
  const begun = newPool(DEFAULT_POOL, { ...DEFAULT_POOL_SETTINGS, size: 3, max: 6 }, at(0));
  const smaller = obey(
    begun,
    { kind: 'configure', change: { size: 2, policy: 'fixed' }, reason: 'one worker is being replaced' },
    at(1),
  );
  const busy = step(smaller, [enqueue('chimera-3f9a1c07be42', 5), enqueue('chimera-91d04e7a26cf', 8)], at(2));
  const queued = step(busy, [enqueue('chimera-5a0b7c1d2e3f', 4), enqueue('chimera-c4d3e2f1a0b9', 9)], at(4));
  return step(queued, [{ kind: 'release', task_id: 'chimera-91d04e7a26cf', ask: 1, outcome }], at(6));
}

const STATE = exampleState();
const AS_OF = BEGUN + 7 * MINUTE;
const FRESH = { as_of: new Date(AS_OF).toISOString(), stale: false } as const;
const VIEW = poolView(STATE, AS_OF);
const { name, pool_size, active, queued, mode, intake, settings, demand } = VIEW;

/** A pool with two leases held and one task waiting. */
export const POOL_EXAMPLE = { ...VIEW, ...FRESH };

/** The same after a command. */
export const POOL_SUMMARY_EXAMPLE = { name, pool_size, active, queued, mode, intake, settings };

/** Its decisions so far. */
export const DECISIONS_EXAMPLE = { pool: name, decisions: decisionViews(STATE), ...FRESH };

/** What it could use. */
export const DEMAND_EXAMPLE = { pool: name, demand, pool_size, active, queued, ...FRESH };

/** Its figures. */
export const METRICS_EXAMPLE = { ...poolMetrics(STATE, AS_OF), ...FRESH };
