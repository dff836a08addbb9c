import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import { isIntakeRemedial } from '../../domain/health/pool-sample.ts';
import type { CarriedOut, Remedy } from '../../domain/health/remedy.ts';
import type { PoolCommand } from '../../domain/pool/messages.ts';
import type { PoolSettings } from '../../domain/pool/settings.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { CarryOutcome } from './carry-outcome.ts';

type PoolRemedy = Exclude<Remedy, { kind: 'trip_breaker' }>;

/** What a pool is told, or why nothing. */
type Plan =
  | CarryOutcome
  | { readonly command: PoolCommand['kind']; readonly change?: Partial<PoolSettings>; readonly effect: string };

/** Carries an action on a pool out by its own commands, or finds it done. */
export async function commandPool(
  does: CarriedOut,
  remedy: PoolRemedy,
  reason: string,
  pools: Pick<PoolGateway, 'read' | 'command'>,
): Promise<CarryOutcome> {
  const state = await pools.read(remedy.pool);
  const nothing = { kind: does === 'apply' ? 'refused' : 'done' } as const;
  if (state === undefined) return { ...nothing, effect: `pool ${remedy.pool} does not run` };
  const plan = planFor(does, remedy, state);
  if ('kind' in plan) return plan;
  const { command, change, effect } = plan;
  const request = { reason, ...(change === undefined ? {} : { change }) };
  const outcome = await pools.command(remedy.pool, command, request);
  return outcome.kind === 'done'
    ? { kind: 'done', effect }
    : { ...nothing, effect: `the pool refused: ${outcome.reason}` };
}

function planFor(does: CarriedOut, remedy: PoolRemedy, state: PoolState): Plan {
  const { settings } = state;
  const { figures } = remedy;
  switch (remedy.kind) {
    case 'raise_size': {
      const { from_size, to_size } = remedy;
      const back = Math.min(Math.max(from_size, settings.min), settings.max);
      const span = { field: 'size', from: figures['size'], to: to_size, back, now: settings.size } as const;
      return does === 'apply' && to_size > settings.max
        ? refused(`pool ${state.name} may be no larger than ${settings.max} now`)
        : changed(does, span, (value) => `the size of pool ${state.name} went from ${settings.size} to ${value}`);
    }
    case 'limit_intake': {
      const { from_cap, to_cap } = remedy;
      const before = figures['queue_cap'];
      const span = { field: 'queue_cap', from: before, to: to_cap, back: from_cap, now: settings.queue_cap } as const;
      return changed(does, span, (value) => `at most ${value} tasks may wait for pool ${state.name}`);
    }
    case 'pause_intake':
      return does === 'apply' ? paused(state) : resumed(state);
  }
}

interface Span {
  readonly field: 'size' | 'queue_cap';
  /** What it was when this was decided. */
  readonly from: number | undefined;
  readonly to: number;
  /** What it goes back to. */
  readonly back: number;
  readonly now: number;
}

/** A setting that is as it was when this was decided is changed; else somebody else chose it meanwhile. */
function changed(does: CarriedOut, { field, from, to, back, now }: Span, effect: (value: number) => string): Plan {
  const value = does === 'apply' ? to : back;
  if (does === 'take_back' && now !== to) return { kind: 'done', effect: `${field} is ${now} by now, and stays` };
  if (now === value) return { kind: 'done', effect: `${field} was found at ${value}` };
  if (does === 'apply' && now !== from) return refused(`${field} is ${now} by now, and stays`);
  return { command: 'configure', change: { [field]: value }, effect: effect(value) };
}

function paused(state: PoolState): Plan {
  const { name, intake } = state;
  if (intake === 'open') return { command: 'pause', effect: `pool ${name} starts nothing until it is resumed` };
  return intake === 'paused' && isIntakeRemedial(state)
    ? { kind: 'done', effect: `pool ${name} was found paused` }
    : refused(`pool ${name} is ${intake} by somebody else`);
}

function resumed(state: PoolState): Plan {
  const { name, intake } = state;
  return intake === 'paused' && isIntakeRemedial(state)
    ? { command: 'resume', effect: `pool ${name} was resumed` }
    : { kind: 'done', effect: `pool ${name} is ${intake} by somebody else, and stays so` };
}

function refused(effect: string): CarryOutcome {
  return { kind: 'refused', effect };
}
