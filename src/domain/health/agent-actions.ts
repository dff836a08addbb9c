/**
 * Whether an agent is taken out because tasks fail by it (S11), and tried again: samples and the trips so far in, what to do
 * out. One trip an agent is in force at most; between two actions about one pool there is the cooldown; what an operator
 * undid is left alone for a while. A small action until alerts do it.
 */
import { roundedDuration } from '../duration.ts';
import { recentCalls } from './agent-checks.ts';
import type { KeptTrip, Trip } from './trip.ts';
import { endsSince, type Evidence, evidenceOf, heldFor, pointsOf, successPct } from './evidence.ts';
import { RECENT_MS } from './pool-sample.ts';
import { agentOf, figuresOf } from './sample-index.ts';
import type { AgentSample, HealthSample } from './sample.ts';
import type { OutcomeCounts } from '../pool/window.ts';
import type { HealthSettings } from './settings.ts';
import { counted } from './wording.ts';

/** What is to be done about agents. */
export interface AgentDecision {
  readonly trips: readonly Trip[];
  /** Trips that are over: reverted, or undone by somebody else. */
  readonly ends: readonly { readonly trip: KeptTrip; readonly how: 'revert' | 'yield'; readonly reason: string }[];
  /** Pools whose tasks fail by an agent, so that they need not hold all of them back. */
  readonly at_fault: readonly string[];
}

/** What is to be done by the samples of the last hour; nothing by samples that are too old. */
export function decideOnAgents(
  kept: readonly KeptTrip[],
  { samples, now }: { readonly samples: readonly HealthSample[]; readonly now: number },
  settings: HealthSettings,
): AgentDecision {
  const evidence = evidenceOf(samples, now, settings);
  const { latest } = evidence;
  if (latest === undefined) return { trips: [], ends: [], at_fault: [] };
  const failing = evidence.pools.flatMap(({ pool, figures }) =>
    figures === undefined ? [] : failingBy(pool, kept, evidence),
  );
  const wanted = settings.actions.enabled
    ? failing.flatMap(({ pool, agents, ...found }) => {
        const worst = agents.find(({ breaker }) => breaker === 'CLOSED');
        if (worst === undefined || !isFree(worst.agent, kept, evidence) || !isCool(pool, kept, evidence)) return [];
        return [tripOf(pool, worst, found, evidence)];
      })
    : [];
  return {
    // Two pools may suffer by one agent.
    trips: [...new Map(wanted.toReversed().map((trip) => [trip.agent, trip])).values()].toReversed(),
    ends: kept.flatMap((trip) => endOf(trip, latest, evidence)),
    at_fault: failing.map(({ pool }) => pool),
  };
}

interface Failing {
  readonly agent: string;
  readonly breaker: AgentSample['breaker'];
  readonly calls: OutcomeCounts;
}

interface Found {
  readonly pool: string;
  readonly ends: OutcomeCounts;
  readonly agents: readonly Failing[];
}

/** A pool whose tasks fail since something was last done about it, and go on failing, with the agents whose calls do. */
function failingBy(pool: string, kept: readonly KeptTrip[], evidence: Evidence): readonly Found[] {
  const { now, settings } = evidence;
  const since = Math.max(lastAction(pool, kept), now - RECENT_MS);
  const endsOf = (from: number): OutcomeCounts => endsSince(evidence, from, (sample) => figuresOf(sample, pool)?.ended);
  const ends = endsOf(since);
  const lately = endsOf(Math.max(since, now - settings.actions.calm_ms));
  if (!isCritical(ends, settings) || lately.failed <= lately.completed) return [];
  const agents = evidence.agents
    .map(({ agent, breaker }) => ({ agent, breaker, calls: recentCalls(agent, evidence, since) }))
    .filter(({ calls }) => isCritical(calls, settings))
    .toSorted((left, right) => failedShare(right.calls) - failedShare(left.calls));
  return agents.length === 0 ? [] : [{ pool, ends, agents }];
}

function tripOf(pool: string, { agent, calls }: Failing, { ends }: Pick<Found, 'ends'>, evidence: Evidence): Trip {
  const ended = ends.completed + ends.failed;
  return {
    ...{ agent, pool, at: evidence.now },
    cause: `${ends.failed} of ${counted(ended, 'task')} of pool ${pool} failed, and ${calls.failed} of ${calls.completed + calls.failed} calls of ${agent}`,
    figures: {
      ...{ tasks_completed: ends.completed, tasks_failed: ends.failed },
      ...{ calls_completed: calls.completed, calls_failed: calls.failed },
    },
    reversal: `the breaker is reset once calls of ${agent} no longer fail for ${roundedDuration(evidence.settings.actions.calm_ms)}`,
  };
}

/** A trip that was carried out is over when calls have not failed for a while, or when a sample shows that it is gone. */
function endOf(trip: KeptTrip, latest: HealthSample, evidence: Evidence): AgentDecision['ends'] {
  const { now, settings } = evidence;
  const { settle_ms, calm_ms, yield_ms } = settings.actions;
  const seen = agentOf(latest, trip.agent);
  if (trip.ended_at !== null || trip.effect === null || seen?.breaker === undefined) return [];
  if (latest.at - trip.at < settle_ms) return [];
  if (seen.breaker !== 'OPEN' || seen.tripped_by_chimera !== true) {
    const reason = `what it did is gone: something else changed it, so it is not done again for ${roundedDuration(yield_ms)}`;
    return [{ trip, how: 'yield', reason }];
  }
  const points = pointsOf(evidence, (sample) =>
    sample.at < trip.at || agentOf(sample, trip.agent)?.breaker === undefined ? undefined : 1,
  );
  const calls = endsSince(evidence, Math.max(trip.at, now - calm_ms), (sample) => agentOf(sample, trip.agent)?.calls);
  const isCalm = Number(heldFor(points, () => true, evidence)) >= calm_ms && calls.failed <= calls.completed;
  return isCalm ? [{ trip, how: 'revert', reason: trip.reversal }] : [];
}

function isFree(agent: string, kept: readonly KeptTrip[], { now, settings }: Evidence): boolean {
  return kept
    .filter((trip) => trip.agent === agent)
    .every(
      ({ ended_at, ended_by }) =>
        ended_at !== null && (ended_by !== 'operator' || Math.abs(now - ended_at) >= settings.actions.yield_ms),
    );
}

/** Measured both ways, so that a clock that was set back does not hold up everything until it has caught up. */
function isCool(pool: string, kept: readonly KeptTrip[], { now, settings }: Evidence): boolean {
  return Math.abs(now - lastAction(pool, kept)) >= settings.actions.cooldown_ms;
}

function lastAction(pool: string, kept: readonly KeptTrip[]): number {
  return Math.max(0, ...kept.filter((trip) => trip.pool === pool).map(({ at, ended_at }) => ended_at ?? at));
}

function isCritical(ends: OutcomeCounts, { success }: HealthSettings): boolean {
  const share = successPct(ends, success.events);
  return share !== undefined && share < success.critical;
}

function failedShare({ completed, failed }: OutcomeCounts): number {
  return failed / (completed + failed);
}
