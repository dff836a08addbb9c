import { type Attention, attentionAt } from '../../domain/heartbeat/attention.ts';
import type { HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import { judge, type JudgementChange } from '../../domain/heartbeat/judge.ts';
import type { HeartbeatsAt, HeartbeatStore, HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';
import type { HeartbeatState } from '../../domain/heartbeat/state.ts';

const ALARMING: ReadonlySet<HeartbeatState> = new Set(['CRITICAL', 'FAILED']);

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

/** Writes a change of how a worker or an agent stands into a log: a warning when it is critical or has failed. */
export function logChanges(log: {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
}): (change: HeartbeatChange) => void {
  return ({ kind, name, process, from, to, reason }) => {
    const level = ALARMING.has(to) ? 'warn' : 'info';
    const worked = from === 'FAILED' && to === 'HEALTHY' ? 'has recovered' : `is ${to}`;
    log[level]({ [kind]: name, process, from, to, reason }, `The ${kind} ${worked}`);
  };
}
