import type { RemedyDesk } from '../../api/health/remedy-desk.ts';
import { gone, takeBackNow } from '../../domain/health/remedy-decisions.ts';
import type { HealthSettings } from '../../domain/health/settings.ts';
import type { HealthStore } from '../../persistence/health/health-store.ts';
import type { RemedyRecord, RemedyRecords } from '../../persistence/health/remedy-records.ts';
import { type CarriedAction, carryOut, type RemedyPorts } from './carry-out.ts';
import type { CarryOutcome } from './carry-outcome.ts';

/** An action may always take this long, in ms. */
const LEAST_LATE_MS = 60_000;

/** Why what an operator took back meanwhile is undone. */
const TAKEN_BACK = 'an operator took it back while it was being applied';

/** What remedies are carried out and taken back with. */
export interface RemediesSetup extends RemedyPorts {
  readonly store: HealthStore;
  readonly records: RemedyRecords;
  readonly settings: HealthSettings;
  /** Names this process. */
  readonly by: string;
  readonly log: {
    info(context: object, message: string): void;
    warn(context: object, message: string): void;
  };
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** The remedies in force, as operators and the evaluator handle them. */
export interface Remedies extends RemedyDesk {
  /** Carries out what was decided and is not known to be done; what cannot be done now is tried again the next time. */
  settle(): Promise<void>;
}

/** Remedies over what was decided and the pools and breakers that it is about. */
export function createRemedies(setup: RemediesSetup): Remedies {
  const { store, records, settings, by, log, now } = setup;

  async function settleOne(record: RemedyRecord): Promise<void> {
    const { id, name, remedy, pending: does, end_reason } = record;
    if (does === null) return;
    // What was decided long ago is not done any more: samples would not ask for it now.
    const isLate =
      does === 'apply' && Math.abs(now() - remedy.at) > Math.max(settings.remedy.spacing_ms, LEAST_LATE_MS);
    const action: CarriedAction = isLate
      ? { does: 'take_back', remedy, reason: 'it was not carried out in time' }
      : { does, remedy, reason: does === 'apply' ? remedy.cause : (end_reason ?? remedy.reversal) };
    const outcome = await carryOut(action, setup);
    const effect = isLate ? `it was not carried out in time; ${outcome.effect}` : outcome.effect;
    log.info({ remedy: name, does: action.does, effect }, 'a remedy was seen to');
    const isGone = does === 'take_back' || isLate || outcome.kind === 'refused';
    await store.decide(
      (before) => {
        const { remediation } = before;
        const after = isGone ? gone(remediation, name, now(), handsOff(outcome)) : remediation;
        return { state: { ...before, remediation: after }, actions: [], effects: [{ of: id, does, effect }] };
      },
      { by, now: now() },
    );
    if (action.does === 'apply' && outcome.kind === 'done') await undoIfReverted(record);
  }

  /** An operator who took it back while it was being applied may have found nothing to take back yet. */
  async function undoIfReverted({ id, name, remedy }: RemedyRecord): Promise<void> {
    if ((await records.get(id))?.ended_by !== 'operator') return;
    const { effect } = await carryOut({ does: 'take_back', remedy, reason: TAKEN_BACK }, setup);
    log.info({ remedy: name, does: 'take_back', effect }, 'a remedy was seen to');
  }

  const handsOff = ({ kind }: CarryOutcome): number => (kind === 'refused' ? settings.remedy.hands_off_ms : 0);

  async function settle(): Promise<void> {
    for (const record of await records.pending()) {
      try {
        await settleOne(record);
      } catch (error) {
        log.warn({ remedy: record.name, reason: String(error) }, 'a remedy could not be carried out; tried again');
      }
    }
  }

  return {
    settle,
    list: (limit, endedAfter) => records.list(limit, endedAfter),

    async revert(id) {
      const record = await records.get(id);
      if (record === undefined) return { kind: 'unknown' };
      if (record.ended_at !== null) {
        return record.ended_by === 'operator' ? { kind: 'reverted', record } : { kind: 'over', record };
      }
      await store.decide(
        (before) => {
          const decision = takeBackNow(before.remediation, record.name, now(), settings);
          if (decision === undefined) return { state: before, actions: [] };
          const { state, action } = decision;
          const actions = action === undefined ? [] : [action];
          return { state: { ...before, remediation: state }, actions, endedBy: 'operator' };
        },
        { by, now: now() },
      );
      log.info({ remedy: record.name, id }, 'an operator takes a remedy back');
      await settle();
      return { kind: 'reverted', record: (await records.get(id)) ?? record };
    },
  };
}
