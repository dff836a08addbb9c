import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import { remedialReason } from '../../domain/health/remedial.ts';
import type { CarriedOut, Remedy } from '../../domain/health/remedy.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import { isTrippedByRemedy } from './breakers-at-hand.ts';
import type { CarryOutcome } from './carry-outcome.ts';
import { commandPool } from './command-pool.ts';

/** Through what remedies are carried out: the same commands that operators have. */
export interface RemedyPorts {
  readonly pools: Pick<PoolGateway, 'read' | 'command'>;
  readonly breakers: Pick<BreakerStore, 'apply' | 'all' | 'transitions'>;
}

/** An action on a remedy, and why. */
export interface CarriedAction {
  readonly does: CarriedOut;
  readonly remedy: Remedy;
  readonly reason: string;
}

/**
 * Carries an action out, or finds it done: it may be repeated. What somebody else changed meanwhile is left alone. Rejects
 * when it is not known what came of it.
 */
export async function carryOut(
  { does, remedy, reason }: CarriedAction,
  { pools, breakers }: RemedyPorts,
): Promise<CarryOutcome> {
  const said = remedialReason(reason);
  if (remedy.kind !== 'trip_breaker') return commandPool(does, remedy, said, pools);
  const { agent } = remedy;
  const isTripped = await isTrippedByRemedy(agent, breakers);
  if (does === 'take_back') {
    if (!isTripped) return { kind: 'done', effect: `the breaker of ${agent} is not tripped by remediation any more` };
    await breakers.apply(agent, { kind: 'reset', reason: said, by: 'chimera' });
    return { kind: 'done', effect: `the breaker of ${agent} was reset` };
  }
  if (isTripped) return { kind: 'done', effect: `the breaker of ${agent} was found tripped` };
  const { breaker } = await breakers.apply(agent, { kind: 'trip', reason: said, by: 'chimera' });
  return (await isTrippedByRemedy(agent, breakers))
    ? { kind: 'done', effect: `the breaker of ${agent} was tripped: no call is made until it is reset` }
    : { kind: 'refused', effect: `the breaker of ${agent} is ${breaker.state} already, by somebody else` };
}
