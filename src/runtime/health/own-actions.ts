import type { ActionDesk } from '../../api/health/action-desk.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import { ownReason } from '../../domain/health/trip.ts';
import { decideOnAgents } from '../../domain/health/agent-actions.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import type { ActionRecord, ActionRecords, TripRecord } from '../../persistence/health/action-records.ts';
import { isTrippedByChimera } from './breakers-at-hand.ts';

/** What is done by itself is carried out, listed and reverted with. */
export interface OwnActionsSetup {
  readonly pools: Pick<PoolGateway, 'read' | 'command' | 'send'>;
  readonly breakers: Pick<BreakerStore, 'apply' | 'all' | 'transitions'>;
  readonly records: ActionRecords;
  readonly settings: HealthSettings;
  readonly log: {
    info(context: object, message: string): void;
    warn(context: object, message: string): void;
  };
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** What is done by itself, as operators and the health check handle it. */
export interface OwnActions extends ActionDesk {
  /** Writes down what a pool says that it did. */
  mirror(pool: PoolState): Promise<void>;
  /** Takes agents out, or lets them be called again, as the samples of the last hour ask for. */
  seeToAgents(samples: readonly HealthSample[]): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** An operator's word, as reasons say it. */
const BY_OPERATOR = 'an operator took it back';

/** The actions of pools, and the trips of agents' breakers. */
export function createOwnActions(setup: OwnActionsSetup): OwnActions {
  const { pools, breakers, records, settings, log, now } = setup;

  /** Trips a breaker, or finds it tripped: it may be repeated. One that somebody else opened is theirs. */
  async function carryOut({ id, agent, cause }: TripRecord): Promise<void> {
    if (!(await isTrippedByChimera(agent, breakers))) {
      await breakers.apply(agent, { kind: 'trip', reason: ownReason(cause), by: 'chimera' });
    }
    const isDone = await isTrippedByChimera(agent, breakers);
    const effect = isDone
      ? `the breaker of ${agent} was tripped: no call is made until it is reset`
      : `the breaker of ${agent} is open already, by somebody else`;
    await records.carriedOut(id, effect);
    if (!isDone) await records.end(id, { at: now(), by: 'operator', reason: effect });
    log.info({ agent, effect }, 'an agent was taken out');
  }

  /** Resets a breaker that is still as Chimera tripped it, and says what came of it. */
  async function reset(agent: string, reason: string): Promise<string> {
    if (!(await isTrippedByChimera(agent, breakers))) return `the breaker of ${agent} was changed by somebody else`;
    await breakers.apply(agent, { kind: 'reset', reason: ownReason(reason), by: 'chimera' });
    return `the breaker of ${agent} was reset`;
  }

  async function endTrip(
    trip: { id: number; agent: string },
    by: 'chimera' | 'operator',
    reason: string,
  ): Promise<void> {
    const effect = await reset(trip.agent, reason);
    await records.end(trip.id, { at: now(), by, reason: `${reason}; ${effect}` });
    log.info({ agent: trip.agent, effect }, 'an agent may be called again');
  }

  async function mirror(pool: PoolState): Promise<void> {
    await records.mirror(pool, now());
  }

  async function revertPool({ kind, pool }: ActionRecord): Promise<void> {
    if (kind === 'trip_breaker') return;
    await pools.command(pool, 'revert', { action: kind, reason: BY_OPERATOR });
    const state = await pools.read(pool);
    if (state !== undefined) await mirror(state);
  }

  return {
    mirror,
    list: (limit, endedAfter) => records.list(limit, endedAfter),

    async seeToAgents(samples) {
      const at = now();
      const kept = await records.trips(at - Math.max(HOUR_MS, settings.actions.yield_ms));
      const { trips, ends, at_fault } = decideOnAgents(kept, { samples, now: at }, settings);
      for (const pool of at_fault) {
        await pools.send(pool, [{ kind: 'agent_at_fault' }]).catch((error: unknown) => {
          log.warn({ pool, reason: String(error) }, 'a pool could not be told that an agent is at fault; told again');
        });
      }
      for (const trip of trips) await records.keepTrip(trip);
      for (const { trip, how, reason } of ends) {
        const record = kept.find((one) => one.agent === trip.agent && one.at === trip.at);
        if (record === undefined) continue;
        if (how === 'revert') await endTrip(record, 'chimera', reason);
        else await records.end(record.id, { at, by: 'operator', reason });
      }
      const open = trips.length > 0 ? await records.trips(at) : kept;
      for (const trip of open) if (trip.ended_at === null && trip.effect === null) await carryOut(trip);
    },

    async revert(id) {
      const record = await records.get(id);
      if (record === undefined) return { kind: 'unknown' };
      if (record.ended_at === null) {
        if (record.kind === 'trip_breaker') await endTrip(record, 'operator', BY_OPERATOR);
        else await revertPool(record);
      }
      const over = (await records.get(id)) ?? record;
      return { kind: over.ended_by === 'operator' ? 'reverted' : 'over', record: over };
    },
  };
}
