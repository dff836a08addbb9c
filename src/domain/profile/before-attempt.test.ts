import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ledger from '../ledger.ts';
import type { PhaseResult } from '../phase-result.ts';
import { advance, deploymentLost, DEFAULT_REWORK_BOUNDS, type Pipeline, startPipeline } from '../pipeline.ts';
import { STANDARD_RETRY_POLICY } from '../retry-policy.ts';
import { afterFailure, NO_TRIES, type Tries, withWorkersLost } from '../tries.ts';
import { type AttemptContext, beforeAttempt } from './before-attempt.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
const scheduled = ledger.phaseStarted(
  ledger.newTask('chimera-000000000001', request, START - 5_000),
  'E2E_TEST_GENERATION',
  1,
  START,
);

const FIRST: AttemptContext = {
  phase: 'E2E_TEST_GENERATION',
  state: scheduled,
  checkpoint: startPipeline(),
  tries: NO_TRIES,
};

/** The second phase of a task whose first one ended at a time, and whose workflow heard of it at another. */
function second({ ended, heard, begun = heard }: { ended?: number; heard: number; begun?: number }): AttemptContext {
  const result: PhaseResult = {
    phase: 'E2E_TEST_GENERATION',
    verdict: 'test_fails',
    output: { test_path: 't', test_commit: 'c1', base_commit: 'c0', branch: 'b', scenarios: [] },
    artifacts: [],
    ...(ended === undefined ? {} : { ended_at: new Date(ended).toISOString() }),
  };
  const checkpoint: Pipeline = advance(startPipeline(), result, DEFAULT_REWORK_BOUNDS);
  const finished = ledger.phaseFinished(scheduled, checkpoint, result, { attempts: 1 }, heard);
  const state = ledger.phaseStarted(finished, 'CODE_IMPLEMENTATION', 1, begun);
  return { phase: 'CODE_IMPLEMENTATION', state, checkpoint, tries: NO_TRIES };
}

function tried(cause: 'transient' | 'postponed' | 'worker_lost', at: number, before = NO_TRIES): Tries {
  const circumstances = { policy: STANDARD_RETRY_POLICY, random: 0.5, now: at };
  return afterFailure(before, { class: cause, error: 'away', wait_ms: 1_000 }, circumstances).tries;
}

describe('before a first attempt', () => {
  it('the first phase was handed over when it was scheduled, with the lease', () => {
    expect(beforeAttempt(FIRST, START + 40)).toEqual({ state_transition: 40, retry_wait: 0 });
  });

  it('a phase was handed over from the end of the one before, by its worker’s clock', () => {
    const context = second({ ended: START + 1_000, heard: START + 1_030 });
    expect(beforeAttempt(context, START + 1_050)).toEqual({ state_transition: 50, retry_wait: 0 });
  });

  it('a phase was handed over when it was scheduled, where nobody says when the one before had ended', () => {
    const context = second({ heard: START + 1_030 });
    expect(beforeAttempt(context, START + 1_050).state_transition).toBe(20);
  });

  it('a phase that was taken up later, after a decision or for another lease, was not being handed over meanwhile', () => {
    const context = second({ ended: START + 1_000, heard: START + 1_030, begun: START + 90_000 });
    expect(beforeAttempt(context, START + 90_020).state_transition).toBe(20);
  });

  it('a deployment that is made again was handed over when the proof had failed, not when an older phase had ended', () => {
    const context = second({ ended: START + 1_000, heard: START + 1_030 });
    const checkpoint = deploymentLost(context.checkpoint, 'gone');
    const lost = ledger.phaseGivenUp(context.state, 'failed', { attempts: 1 }, START + 9_000);
    const state = ledger.phaseStarted(lost, 'STAGING_DEPLOYMENT', 1, START + 9_000);
    const again = { phase: 'STAGING_DEPLOYMENT', state, checkpoint, tries: NO_TRIES } as const;
    expect(beforeAttempt(again, START + 9_020).state_transition).toBe(20);
  });

  it('nothing is known of a task that does not say when its phase was scheduled', () => {
    const state = ledger.newTask('chimera-000000000001', request, START);
    expect(beforeAttempt({ ...FIRST, state }, START + 40)).toEqual({ state_transition: 0, retry_wait: 0 });
  });
});

describe('before a later attempt', () => {
  it('the time since the one before ended is a wait', () => {
    for (const cause of ['transient', 'postponed', 'worker_lost'] as const) {
      const tries = tried(cause, START + 500);
      const before = beforeAttempt({ ...FIRST, tries }, START + 2_500);
      expect(before).toEqual({ state_transition: 0, retry_wait: 2_000 });
    }
  });

  it('the time of an attempt whose worker died without a word is part of the wait', () => {
    const tries = withWorkersLost(tried('transient', START + 500), 1, START + 20_000);
    expect(beforeAttempt({ ...FIRST, tries }, START + 20_000).retry_wait).toBe(19_500);
    const lostAtOnce = withWorkersLost(NO_TRIES, 1, START + 20_000);
    expect(beforeAttempt({ ...FIRST, tries: lostAtOnce }, START + 20_000).retry_wait).toBe(20_000);
  });
});

it('no clock makes a wait negative', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.boolean(), (offset, again) => {
      const tries = again ? tried('transient', START) : NO_TRIES;
      const { state_transition, retry_wait } = beforeAttempt({ ...FIRST, tries }, START + offset);
      expect(state_transition + retry_wait).toBe(Math.max(0, offset));
    }),
  );
});
