/**
 * What is done about critical conditions (S11): state and samples in, actions and the next state out.
 *
 * 1. Only one remedy of a name is in force; a size may be raised further, and goes back to what it was at first.
 * 2. Between two actions on one pool there is the spacing at least, whichever remedies they belong to.
 * 3. A remedy is taken back once its condition has been over for the relief span, and forgotten once a sample shows that
 *    it is gone: an action that was lost is repeated. What somebody else undid is theirs, and left alone for a while.
 * 4. Nothing is done by samples that are too old, and nothing is applied while remediation is off.
 */
import { roundedDuration } from '../duration.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { dueRemedy } from './remedy-due.ts';
import { isInEffect, isRelieved, reversalOf } from './remedy-relief.ts';
import {
  type Measure,
  type RemedialAction,
  type RemediationState,
  type Remedy,
  remedyName,
  withoutRemedy,
} from './remedy.ts';
import { RECENT_MS } from './pool-sample.ts';
import type { HealthSample, PoolFigures } from './sample.ts';
import type { HealthSettings } from './settings.ts';

/** What is to be done now, and the state to keep before it is done. */
export interface Remediation {
  readonly state: RemediationState;
  readonly actions: readonly RemedialAction[];
}

/** What the samples of the last hour ask for; the same state when that is nothing. `now` in ms since the epoch. */
export function remediate(
  state: RemediationState,
  { samples, now }: { readonly samples: readonly HealthSample[]; readonly now: number },
  settings: HealthSettings,
): Remediation {
  const evidence = evidenceOf(samples, now, settings);
  if (evidence.latest === undefined) return { state, actions: [] };
  const followed = state.in_force.reduce<Remediation>((before, remedy) => followUp(before, remedy, evidence), {
    state,
    actions: [],
  });
  if (!settings.remedy.enabled) return followed;
  return evidence.pools.reduce(
    (before, { pool, figures }) => (figures === undefined ? before : applyDue(before, pool, figures, evidence)),
    followed,
  );
}

/** Takes a remedy back when it is time, and forgets it when it is gone. */
function followUp(before: Remediation, remedy: Remedy, evidence: Evidence): Remediation {
  const isEnding = remedy.ending_at !== undefined;
  const effect = isInEffect(remedy, evidence);
  if (effect === false) return isEnding ? forgotten(before, remedy) : letGo(before, remedy, evidence);
  if (!isSpaced(before.state, remedy.pool, evidence)) return before;
  if (isEnding ? effect === undefined : !isRelieved(remedy, evidence)) return before;
  const reason = isEnding ? 'it was taken back before, and is still there' : remedy.reversal;
  return acted(before, { does: 'take_back', remedy: { ...remedy, ending_at: evidence.now }, at: evidence.now, reason });
}

function applyDue(before: Remediation, pool: string, figures: PoolFigures, evidence: Evidence): Remediation {
  const { now, settings } = evidence;
  if (!isSpaced(before.state, pool, evidence)) return before;
  const due = dueRemedy(pool, figures, before.state.acted[pool] ?? 0, evidence);
  const measure = due === undefined ? undefined : allowed(before.state, pool, due.measure, now);
  if (due === undefined || measure === undefined) return before;
  const grounds = { pool, at: now, cause: due.cause, figures: due.figures, reversal: reversalOf(measure, settings) };
  return acted(before, { does: 'apply', remedy: { ...grounds, ...measure }, at: now, reason: due.cause });
}

/** A measure that is not in force already, nor left to others; a raise on top of one goes back to where that began. */
function allowed(
  { in_force, hands_off }: RemediationState,
  pool: string,
  due: Measure,
  now: number,
): Measure | undefined {
  const name = remedyName(pool, due);
  if ((hands_off[name] ?? 0) > now) return undefined;
  const before = in_force.find((remedy) => remedyName(remedy.pool, remedy) === name);
  if (before === undefined) return due;
  if (before.kind !== 'raise_size' || due.kind !== 'raise_size' || before.ending_at !== undefined) return undefined;
  return due.to_size > before.to_size ? { ...due, from_size: before.from_size } : undefined;
}

/** Measured both ways, so that a clock that was set back does not hold up everything until it has caught up. */
function isSpaced({ acted }: RemediationState, pool: string, { now, settings }: Evidence): boolean {
  const last = acted[pool];
  return last === undefined || Math.abs(now - last) >= settings.remedy.spacing_ms;
}

/** An action, with its remedy in place of the one of its name, and what no longer matters forgotten. */
function acted({ state, actions }: Remediation, action: RemedialAction): Remediation {
  const { remedy, at } = action;
  const recently = Object.entries(state.acted).filter(([, last]) => at - last < RECENT_MS);
  return {
    state: {
      in_force: [...withoutRemedy(state, nameOf(remedy)), remedy],
      acted: { ...Object.fromEntries(recently), [remedy.pool]: at },
      hands_off: Object.fromEntries(Object.entries(state.hands_off).filter(([, until]) => until > at)),
    },
    actions: [...actions, action],
  };
}

function letGo({ state, actions }: Remediation, remedy: Remedy, { now, settings }: Evidence): Remediation {
  const until = now + settings.remedy.hands_off_ms;
  const reason = `what it did is gone: something else changed it, so it is not done again for ${roundedDuration(until - now)}`;
  return {
    state: {
      ...state,
      in_force: withoutRemedy(state, nameOf(remedy)),
      hands_off: { ...state.hands_off, [remedyName(remedy.pool, remedy)]: until },
    },
    actions: [...actions, { does: 'let_go', remedy, at: now, reason }],
  };
}

function forgotten({ state, actions }: Remediation, remedy: Remedy): Remediation {
  return { state: { ...state, in_force: withoutRemedy(state, nameOf(remedy)) }, actions };
}

function nameOf(remedy: Remedy): string {
  return remedyName(remedy.pool, remedy);
}
