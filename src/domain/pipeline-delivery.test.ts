import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryPlan, PullRequest } from './delivery/pull-request.ts';
import {
  advance,
  DEFAULT_REWORK_BOUNDS,
  delivered,
  isOver,
  latest,
  mayRework,
  type Pipeline,
  reviewed,
  stageOf,
  startPipeline,
} from './pipeline.ts';
import { resultOf } from '../../tests/support/domain/phase-results.ts';

const verdicts = fc.array(fc.boolean(), { maxLength: 120 });
const anyBounds = fc.record({ review_rounds: fc.nat({ max: 10 }), validation_rounds: fc.nat({ max: 10 }) });

describe('a pipeline that hands its change over by a pull request', () => {
  const plan: DeliveryPlan = { rounds: 2, poll_seconds: 60 };
  const pull: PullRequest = { url: 'http://forge/7', number: 7, status: 'open', commit_sha: 'c2', problems: [] };
  const remark = (id: string) => ({ id, author: 'ada', text: 'rename it' });
  /** Works all phases that are next, well. */
  const proven = (from: Pipeline, deliver = plan): Pipeline => {
    let state = from;
    while (state.next.kind === 'run') {
      state = advance(state, resultOf(state.next.phase, true), { rework: DEFAULT_REWORK_BOUNDS, deliver });
    }
    return state;
  };

  it('delivers what is proven, and ends there where no remark is worked on', () => {
    const state = proven(startPipeline());
    expect(state.next).toEqual({ kind: 'deliver', round: 1 });
    expect([stageOf(state), stageOf(startPipeline())]).toEqual(['DELIVERY', 'E2E_TEST_GENERATION']);
    const done = delivered(state, pull, { ...plan, rounds: 0 });
    expect(done.next).toEqual({ kind: 'complete', already_satisfied: false });
    expect(stageOf(done)).toBeUndefined();
    expect(delivered(state, { ...pull, status: 'merged' }, plan).next.kind).toBe('complete');
    expect(() => delivered(startPipeline(), pull, plan)).toThrow('The pipeline is at run');
  });

  it('waits for a word, is sent back by remarks while its rounds last, and then only waits', () => {
    let state = delivered(proven(startPipeline()), pull, plan);
    expect(state.next).toEqual({ kind: 'await_review', round: 1 });
    for (const round of [2, 3]) {
      state = reviewed(state, { status: 'open', remarks: [remark(`line:${round}`)] }, plan);
      expect(state.next).toEqual({ kind: 'run', phase: 'CODE_IMPLEMENTATION', round });
      expect(state.feedback).toEqual({ from: 'PULL_REQUEST', remarks: [remark(`line:${round}`)] });
      state = delivered(proven(state), pull, plan);
    }
    expect(mayRework(state, plan)).toBe(false);
    const heard = reviewed(state, { status: 'open', remarks: [remark('line:9')] }, plan);
    expect(heard).toEqual({ ...state, answered: ['line:2', 'line:3', 'line:9'] });
    expect(reviewed(state, { status: 'open', remarks: [] }, plan)).toBe(state);
  });

  it('ends with what becomes of the pull request, and as it stands when nobody says a word', () => {
    const state = delivered(proven(startPipeline()), pull, plan);
    expect(reviewed(state, { status: 'merged', remarks: [] }, plan).next.kind).toBe('complete');
    expect(reviewed(state, undefined, plan).next.kind).toBe('complete');
    expect(reviewed(state, { status: 'closed', remarks: [] }, plan).next).toEqual({
      kind: 'fail',
      because: { phase: 'DELIVERY', message: 'The pull request was closed without being merged.' },
    });
  });

  it('ends within its bounds, whatever is said, and delivers nothing that is not proven', () => {
    const word = fc.constantFrom('remark', 'nothing', 'merged', 'closed');
    fc.assert(
      fc.property(
        verdicts,
        anyBounds,
        fc.array(word, { maxLength: 40 }),
        fc.nat({ max: 10 }),
        (goods, rework, words, rounds) => {
          const deliver = { rounds, poll_seconds: 1 };
          let state = startPipeline();
          let [results, looks] = [0, 0];
          while (!isOver(state.next)) {
            const { next } = state;
            if (next.kind === 'run')
              state = advance(state, resultOf(next.phase, goods[results++] ?? true), { rework, deliver });
            else if (next.kind === 'deliver') {
              expect(latest(state, 'E2E_VALIDATION')?.verdict).toBe('passed');
              state = delivered(state, pull, deliver);
            } else {
              const said = words[looks++] ?? 'merged';
              const status = said === 'merged' || said === 'closed' ? said : 'open';
              const remarks = said === 'remark' ? [remark(`line:${looks}`)] : [];
              state = reviewed(state, { status, remarks }, deliver);
            }
          }
          expect(results).toBeLessThanOrEqual(2 + 4 * (1 + rework.review_rounds + rework.validation_rounds + rounds));
        },
      ),
    );
  });
});
