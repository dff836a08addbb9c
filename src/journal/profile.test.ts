import { describe, expect, it } from 'vitest';
import { activityEnvironment, runActivity } from '../../tests/support/activities/environment.ts';
import { type Ask, fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { memoryBreakers } from '../../tests/support/activities/memory-breakers.ts';
import { checkpointAfter, phaseInput } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import { TransientAgentError } from '../domain/failure.ts';
import { NO_TIMES, totalOf } from '../domain/profile/section.ts';
import { afterFailure, NO_TRIES } from '../domain/tries.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import { reviewChangeActivity } from '../activities/review-change.ts';

const START = 50_000;
const BEFORE_MS = 30;
const REVIEW = { decision: 'approved', score: 1, findings: [] };

const checkpoint = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION');
const ready_at = new Date(START - BEFORE_MS).toISOString();
const input = phaseInput('GUARDIAN_REVIEW', { checkpoint, ready_at });

/** A world in which time passes only where it is let pass: in the agent, in its breaker, and elsewhere in the phase. */
function world({ answer = () => REVIEW, on = true }: { answer?: Ask; on?: boolean } = {}) {
  const clock = { now: START };
  const pass = (ms: number): void => void (clock.now += ms);
  const { breakers } = memoryBreakers();
  const slowly: CircuitBreakers = {
    enter: async (agent, signal) => {
      pass(2);
      const permit = await breakers.enter(agent, signal);
      const after = <T>(done: Promise<T>): Promise<T> => {
        pass(1);
        return done;
      };
      return {
        ...permit,
        succeeded: () => after(permit.succeeded()),
        failed: (reason) => after(permit.failed(reason)),
        released: () => after(permit.released()),
      };
    },
  };
  const { ports, records } = fakePorts({
    answers: {
      review_change: (...asked) => {
        pass(400);
        return answer(...asked);
      },
    },
    breakers: slowly,
    open: () => {
      pass(25);
      return Promise.resolve();
    },
    now: () => clock.now,
    ...(on ? { profileClock: () => clock.now } : {}),
  });
  const profiles = () => records.flatMap((record) => (record.of === 'profile' ? [record.profile] : []));
  return { run: (from = input) => runActivity(reviewChangeActivity(ports), from), records, profiles };
}

describe('a profiled attempt', () => {
  it('tells what it spent its time on, and what it waited for before', async () => {
    const { run, records, profiles } = world();
    const { result } = await run();
    const { task_id } = input;
    expect(profiles()).toEqual([
      {
        ...{ task_id, project: 'shop', phase: 'GUARDIAN_REVIEW', round: 1 },
        started_at: new Date(START).toISOString(),
        ended_at: new Date(START + 428).toISOString(),
        times: { agent_request: 400, state_transition: BEFORE_MS, db_update: 3, retry_wait: 0, other: 25 },
        background_ms: null,
      },
    ]);
    expect(result.ended_at).toBe(profiles()[0]?.ended_at);
    // Its records come before it, so that what the database takes for them is told with it.
    expect(records.at(-1)?.of).toBe('profile');
  });

  it('that failed is told as well, with all of its time', async () => {
    const { run, profiles } = world({ answer: () => Promise.reject(new TransientAgentError('busy')) });
    await expect(run()).rejects.toThrow('busy');
    expect(profiles()[0]?.times).toMatchObject({ agent_request: 400, db_update: 3, other: 25 });
    expect(totalOf(profiles()[0]?.times ?? NO_TIMES)).toBe(BEFORE_MS + 428);
  });

  it('after one that failed has waited since that one ended', async () => {
    const failure = { class: 'transient', error: 'busy' } as const;
    const circumstances = { policy: input.retry, random: 0.5, now: START - 1_000 };
    const { tries } = afterFailure(NO_TRIES, failure, circumstances);
    const { run, profiles } = world();
    await run({ ...input, tries });
    expect(profiles()[0]?.times).toMatchObject({ state_transition: 0, retry_wait: 1_000 });
  });

  it('whose agent was not asked, for its breaker was open, has no time of the agent', async () => {
    const { breakers, kept } = memoryBreakers();
    kept.set('guardian-agent@shop', { state: 'OPEN', generation: 1, consecutive_failures: 5, since: 0 });
    const { ports, records } = fakePorts({ breakers, profileClock: () => 0 });
    await expect(runActivity(reviewChangeActivity(ports), input, activityEnvironment())).rejects.toThrow();
    const [profile] = records.filter((record) => record.of === 'profile');
    expect(profile?.profile.times.agent_request).toBe(0);
  });
});

describe('without profiling', () => {
  it('a phase makes no record of it, and says nothing of it in its result', async () => {
    const { run, profiles } = world({ on: false });
    const { result } = await run();
    expect(result).toEqual({ ...GOOD.GUARDIAN_REVIEW, artifacts: [] });
    expect(profiles()).toEqual([]);
  });
});
