import { HEARTBEAT_KINDS, type HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import { nextDecisionMs } from '../../domain/heartbeat/judge.ts';
import { HEARTBEAT_STATES, type HeartbeatState } from '../../domain/heartbeat/state.ts';
import type { HeartbeatMetrics } from '../../observability/metrics/heartbeat-metrics.ts';
import type { HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import { runEvery } from '../run-every.ts';
import { type CheckSetup, createHeartbeatCheck, type HeartbeatChange } from './check-heartbeats.ts';

/** How many workers and agents there are in each state. */
export type HeartbeatCounts = Readonly<Record<HeartbeatKind, Readonly<Record<HeartbeatState, number>>>>;

/** What heartbeats are watched with. */
export interface HeartbeatWatchSetup extends Omit<CheckSetup, 'gapMs' | 'changed'> {
  readonly metrics: HeartbeatMetrics;
  /** Told of each change that this process made, recoveries too. */
  readonly changed: readonly ((change: HeartbeatChange) => void)[];
  readonly log: { info(context: object, message: string): void; warn(context: object, message: string): void };
}

/** A watch over heartbeats. */
export interface HeartbeatWatch {
  /** How many there are in each state by the last check; undefined when that could not be done of late. */
  counts(): HeartbeatCounts | undefined;
  end(): Promise<void>;
}

const CHECK_INTERVAL_MS = 1_000;

/** For so long the last check still tells how everybody stands, in ms. */
const STALE_MS = 3 * CHECK_INTERVAL_MS;

/** After a longer time between two checks, or an interval if that is more, the watching begins anew, in ms. */
const GAP_MS = 2 * CHECK_INTERVAL_MS;

/** Checks heartbeats each second and whenever one falls due, and tells of changes, until it is ended. */
export function watchHeartbeats(setup: HeartbeatWatchSetup): HeartbeatWatch {
  const { metrics, log, changed, intervalMs } = setup;
  let last: { readonly at: number; readonly counts: HeartbeatCounts } | undefined;
  let away = false;

  const check = createHeartbeatCheck({
    ...setup,
    gapMs: Math.max(GAP_MS, intervalMs),
    changed: (change) => {
      metrics.changed(change.kind, change.to);
      for (const tell of changed) tell(change);
    },
  });
  const known = (): HeartbeatCounts | undefined =>
    last !== undefined && performance.now() - last.at <= STALE_MS ? last.counts : undefined;
  metrics.showCounts(known);
  const endChecks = runEvery(
    CHECK_INTERVAL_MS,
    async () => {
      const { at, subjects } = await check();
      last = { at: performance.now(), counts: countsOf(subjects) };
      if (away) log.info({}, 'heartbeats are checked again');
      away = false;
      return Math.min(...subjects.map(({ signs }) => nextDecisionMs(signs, at)));
    },
    (error) => {
      if (!away)
        log.warn({ reason: innermostReason(error) }, 'heartbeats could not be checked; tried again each second');
      away = true;
    },
    (nextMs) => nextMs,
  );
  return { counts: known, end: endChecks };
}

function countsOf(subjects: readonly HeartbeatSubject[]): HeartbeatCounts {
  const counts = Object.fromEntries(
    HEARTBEAT_KINDS.map((kind) => [kind, Object.fromEntries(HEARTBEAT_STATES.map((state) => [state, 0]))]),
  ) as Record<HeartbeatKind, Record<HeartbeatState, number>>;
  for (const { kind, judgement } of subjects) counts[kind][judgement.state] += 1;
  return counts;
}
