import { type RemedialAction, type RemediationState, type Remedy, remedyName, withoutRemedy } from './remedy.ts';
import type { HealthSettings } from './settings.ts';

/** A decision about one remedy that no sample led to. */
export interface RemedyDecision {
  readonly state: RemediationState;
  /** What is to be carried out, if anything. */
  readonly action?: RemedialAction;
}

/**
 * Has a remedy taken back at once because an operator said so, and not applied again for a while; the same state when it
 * is being taken back already, and undefined when it is not in force. `now` in ms since the epoch.
 */
export function takeBackNow(
  state: RemediationState,
  name: string,
  now: number,
  { remedy: { hands_off_ms } }: Pick<HealthSettings, 'remedy'>,
): RemedyDecision | undefined {
  const found = inForce(state, name);
  if (found === undefined) return undefined;
  const hands_off = { ...state.hands_off, [name]: now + hands_off_ms };
  if (found.ending_at !== undefined) return { state: { ...state, hands_off } };
  const remedy = { ...found, ending_at: now };
  return {
    state: {
      in_force: [...withoutRemedy(state, name), remedy],
      acted: { ...state.acted, [found.pool]: now },
      hands_off,
    },
    action: { does: 'take_back', remedy, at: now, reason: 'an operator took it back' },
  };
}

/** A remedy is known to be gone: taken back, or never carried out. With `handsOffMs` it is not applied again for so long. */
export function gone(state: RemediationState, name: string, now: number, handsOffMs = 0): RemediationState {
  const hands_off = handsOffMs === 0 ? state.hands_off : { ...state.hands_off, [name]: now + handsOffMs };
  return { ...state, in_force: withoutRemedy(state, name), hands_off };
}

function inForce({ in_force }: RemediationState, name: string): Remedy | undefined {
  return in_force.find((remedy) => remedyName(remedy.pool, remedy) === name);
}
