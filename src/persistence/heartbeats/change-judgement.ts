import { and, eq, sql } from 'drizzle-orm';
import type { HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import type { JudgementChange, Judgement, Signs } from '../../domain/heartbeat/judge.ts';
import type { Queries } from '../database.ts';
import { heartbeatSubjects, heartbeatTransitions } from '../schema.ts';

/** What was judged, as it was read. */
interface Judged {
  readonly kind: HeartbeatKind;
  readonly name: string;
  readonly process: string;
  readonly signs: Pick<Signs, 'last_beat_at'>;
  readonly judgement: Judgement;
}

/**
 * Changes a judgement and writes the change down, in one statement: of several processes that judge the same, one does.
 * False when somebody else did, or when a heartbeat came meanwhile.
 */
export async function changeJudgement(
  db: Queries,
  before: Judged,
  after: Judgement,
  change: JudgementChange,
): Promise<boolean> {
  const { kind, name, process, signs, judgement } = before;
  const { state, since, failed_ms } = after;
  const last = signs.last_beat_at === null ? null : new Date(signs.last_beat_at).toISOString();
  const changed = db.$with('changed').as(
    db
      .update(heartbeatSubjects)
      .set({ state, since: new Date(since), failed_ms })
      .where(
        and(
          eq(heartbeatSubjects.kind, kind),
          eq(heartbeatSubjects.name, name),
          eq(heartbeatSubjects.process, process),
          eq(heartbeatSubjects.state, judgement.state),
          eq(heartbeatSubjects.since, new Date(judgement.since)),
          sql`${heartbeatSubjects.last_beat_at} is not distinct from ${last}::timestamptz`,
        ),
      )
      .returning({ kind: heartbeatSubjects.kind, name: heartbeatSubjects.name, process: heartbeatSubjects.process }),
  );
  const written = db.$with('written', {}).as(
    sql`insert into ${heartbeatTransitions} (kind, name, process, from_state, to_state, reason, at)
        select kind, name, process, ${change.from}::text, ${change.to}::text, ${change.reason}::text,
          ${new Date(since).toISOString()}::timestamptz
        from ${changed}`,
  );
  return (await db.with(changed, written).select().from(changed)).length > 0;
}
