import { type Attention, attentionAt } from '../../domain/heartbeat/attention.ts';
import type { HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import { type JudgementChange, judge } from '../../domain/heartbeat/judge.ts';
import type { HeartbeatsAt, HeartbeatStore, HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';

/** A change of how a worker or an agent stands. */
export interface HeartbeatChange extends JudgementChange {
  readonly kind: HeartbeatKind;
  readonly name: string;
  readonly process: string;
}

/** What heartbeats are checked with. */
export interface CheckSetup {
  readonly store: Pick<HeartbeatStore, 'subjects' | 'change' | 'expectAgents'>;
  /** The agents that are declared: others are none of this system's. */
  readonly agents: readonly string[];
  readonly intervalMs: number;
  /** After a longer time without a check nothing counts as missed that was not missed since. In ms. */
  readonly gapMs: number;
  /** Told of each change that this check has made; of several processes that check, one makes it. */
  readonly changed: (change: HeartbeatChange) => void;
}

/** Judges all heartbeats anew by the database's clock, and gives how everybody stands. Rejects when the database is away. */
export function createHeartbeatCheck(setup: CheckSetup): () => Promise<HeartbeatsAt> {
  const { store, agents, intervalMs, gapMs, changed } = setup;
  const declared = new Set(agents);
  let attention: Attention | undefined;
  let expected = false;

  async function judged(
    subject: HeartbeatSubject,
    watching: { now: number; since: number },
  ): Promise<HeartbeatSubject> {
    const { judgement, change } = judge(subject.signs, subject.judgement, watching);
    if (change === undefined || !(await store.change(subject, judgement, change))) return subject;
    const { kind, name, process } = subject;
    changed({ kind, name, process, ...change });
    return { ...subject, judgement };
  }

  return async () => {
    if (!expected) await store.expectAgents(agents, intervalMs);
    expected = true;
    const { at: now, subjects } = await store.subjects();
    attention = attentionAt(now, attention, gapMs);
    const { since } = attention;
    const own = subjects.filter(({ kind, name }) => kind === 'worker' || declared.has(name));
    return { at: now, subjects: await Promise.all(own.map((subject) => judged(subject, { now, since }))) };
  };
}
