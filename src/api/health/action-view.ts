import type { OwnActionView } from '../../contract/own-action.ts';
import type { ActionRecord } from '../../persistence/health/action-records.ts';

/** Something that was done by itself, as the API shows it. */
export function actionView({ at, agent, figures, ...record }: ActionRecord): OwnActionView {
  return {
    ...record,
    agent: agent === '' ? null : agent,
    status: statusOf(record),
    applied_at: at,
    figures: { ...figures },
  };
}

function statusOf({ ended_at, effect }: Pick<ActionRecord, 'ended_at' | 'effect'>): OwnActionView['status'] {
  if (ended_at !== null) return 'over';
  return effect === null ? 'applying' : 'in_force';
}
