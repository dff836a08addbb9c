import type { RemedyRecord } from '../../persistence/health/remedy-records.ts';
import type { RemedyView } from '../../contract/remediation.ts';

/** A remedy as the API shows it. */
export function remedyView({ id, remedy, at, effect, ...record }: RemedyRecord): RemedyView {
  const { kind, pool, cause, figures, reversal } = remedy;
  return {
    id,
    kind,
    pool,
    agent: remedy.kind === 'trip_breaker' ? remedy.agent : null,
    status: statusOf(record),
    applied_at: at,
    cause,
    figures: { ...figures },
    effect,
    reversal,
    ended_at: record.ended_at,
    ended_by: record.ended_at === null ? null : record.ended_by,
    end_reason: record.end_reason,
  };
}

function statusOf({ ended_at, pending }: Pick<RemedyRecord, 'ended_at' | 'pending'>): RemedyView['status'] {
  if (ended_at !== null) return 'over';
  if (pending === null) return 'in_force';
  return pending === 'apply' ? 'applying' : 'taking_back';
}
