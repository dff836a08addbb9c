import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import { isRemedial } from '../../domain/health/remedial.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';

/** A breaker, and whether remediation tripped it. */
export interface BreakerAtHand {
  readonly state: BreakerStateName;
  readonly tripped_by_remedy: boolean;
}

type Breakers = Pick<BreakerStore, 'all' | 'transitions'>;

/** The breakers that ever changed, by agent. Rejects when the database is away. */
export async function breakersAtHand(breakers: Breakers): Promise<ReadonlyMap<string, BreakerAtHand>> {
  const known = [...(await breakers.all()).breakers];
  const atHand = known.map(async ([agent, { state }]) => {
    const tripped_by_remedy = state === 'OPEN' && (await isTrippedByRemedy(agent, breakers));
    return [agent, { state, tripped_by_remedy }] as const;
  });
  return new Map(await Promise.all(atHand));
}

/** Whether an agent's breaker is open because remediation tripped it. */
export async function isTrippedByRemedy(agent: string, breakers: Breakers): Promise<boolean> {
  const breaker = (await breakers.all()).breakers.get(agent);
  if (breaker?.state !== 'OPEN' || breaker.until !== undefined) return false;
  const [last] = await breakers.transitions(1, agent);
  return last?.decided_by === 'chimera' && isRemedial(last.reason);
}
