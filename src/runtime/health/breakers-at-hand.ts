import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import { isOwnReason } from '../../domain/health/trip.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';

/** A breaker, and whether Chimera tripped it by itself. */
export interface BreakerAtHand {
  readonly state: BreakerStateName;
  readonly tripped_by_chimera: boolean;
}

type Breakers = Pick<BreakerStore, 'all' | 'transitions'>;

/** The breakers that ever changed, by agent. Rejects when the database is away. */
export async function breakersAtHand(breakers: Breakers): Promise<ReadonlyMap<string, BreakerAtHand>> {
  const known = [...(await breakers.all()).breakers];
  const atHand = known.map(async ([agent, { state }]) => {
    const tripped_by_chimera = state === 'OPEN' && (await isTrippedByChimera(agent, breakers));
    return [agent, { state, tripped_by_chimera }] as const;
  });
  return new Map(await Promise.all(atHand));
}

/** Whether an agent's breaker is open because Chimera tripped it by itself. */
export async function isTrippedByChimera(agent: string, breakers: Breakers): Promise<boolean> {
  const breaker = (await breakers.all()).breakers.get(agent);
  if (breaker?.state !== 'OPEN' || breaker.until !== undefined) return false;
  const [last] = await breakers.transitions(1, agent);
  return last?.decided_by === 'chimera' && isOwnReason(last.reason);
}
