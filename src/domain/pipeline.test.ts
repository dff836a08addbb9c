import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PHASES } from './phase.ts';
import type { PhaseResult } from './phase-result.ts';
import {
  advance,
  DEFAULT_REWORK_BOUNDS,
  deploymentLost,
  latest,
  MAX_REDEPLOYMENTS,
  type Pipeline,
  type ReworkBounds,
  startPipeline,
} from './pipeline.ts';
import { failing, resultOf } from '../../tests/support/domain/phase-results.ts';

/** Runs the pipeline to its end; each `good` answers the phase that is next, and true once they run out. */
function run(goods: readonly boolean[], bounds: ReworkBounds): Pipeline[] {
  const states = [startPipeline()];
  for (let index = 0; index < 1_000; index += 1) {
    const state = states.at(-1);
    if (state?.next.kind !== 'run') return states;
    states.push(advance(state, resultOf(state.next.phase, goods[index] ?? true), { rework: bounds }));
  }
  throw new Error('The pipeline did not end.');
}

const verdicts = fc.array(fc.boolean(), { maxLength: 120 });
const anyBounds = fc.record({ review_rounds: fc.nat({ max: 10 }), validation_rounds: fc.nat({ max: 10 }) });

describe('the pipeline', () => {
  it('takes a task through the five phases in order', () => {
    const states = run([], DEFAULT_REWORK_BOUNDS);
    expect(states.at(-1)?.finished.map(({ result }) => result.phase)).toEqual([...PHASES]);
    expect(states.at(-1)?.next).toEqual({ kind: 'complete', already_satisfied: false });
  });

  it('builds nothing when the feature is there already', () => {
    const end = run([false], DEFAULT_REWORK_BOUNDS).at(-1);
    expect(end?.next).toEqual({ kind: 'complete', already_satisfied: true });
    expect(end?.finished).toHaveLength(1);
  });

  it('makes a rejection final by default, and names the phase and the worst finding', () => {
    expect(run([true, true, false], DEFAULT_REWORK_BOUNDS).at(-1)?.next).toEqual({
      kind: 'fail',
      because: { phase: 'GUARDIAN_REVIEW', message: 'The review rejected the change: a secret was added' },
    });
  });

  it('sends a rejected change back with its findings where the project allows it', () => {
    const state = run([true, true, false], { review_rounds: 1, validation_rounds: 0 })[3];
    expect(state?.next).toEqual({ kind: 'run', phase: 'CODE_IMPLEMENTATION', round: 2 });
    expect(state?.feedback).toMatchObject({ from: 'GUARDIAN_REVIEW', findings: [{ rule: 'secret' }] });
  });

  it('sends a failed proof back twice with the failing assertions, then fails and names the phase', () => {
    const failsAlways = [true, true, true, true, false, true, true, true, false, true, true, true, false];
    const states = run(failsAlways, DEFAULT_REWORK_BOUNDS);
    expect(states[5]?.feedback).toEqual({ from: 'E2E_VALIDATION', failures: [failing] });
    expect(states.at(-1)?.rework).toEqual({ review: 0, validation: 2 });
    expect(states.at(-1)?.next).toEqual({
      kind: 'fail',
      because: {
        phase: 'E2E_VALIDATION',
        message: 'The test fails on staging: “a guest pays”: expected 3, got 4',
      },
    });
  });

  it('says so when a rejected review has no finding and a failed proof no scenario', () => {
    const bounds = { review_rounds: 0, validation_rounds: 0 };
    const reviewed = run([true, true], bounds)[2] ?? startPipeline();
    const bare: PhaseResult = {
      phase: 'GUARDIAN_REVIEW',
      verdict: 'rejected',
      output: { decision: 'rejected', score: 0.4, findings: [] },
      artifacts: [],
    };
    expect(advance(reviewed, bare, { rework: bounds }).next).toMatchObject({
      because: { message: expect.stringContaining('score 0.4') as string },
    });
    const warned = {
      ...bare,
      output: { ...bare.output, findings: [{ rule: 'size', severity: 'WARNING', message: 'too big' }] },
    } as const;
    expect(advance(reviewed, warned, { rework: bounds }).next).toMatchObject({
      because: { message: expect.stringContaining('too big') as string },
    });
    const deployed = run([true, true, true, true], bounds)[4] ?? startPipeline();
    const nothing: PhaseResult = {
      phase: 'E2E_VALIDATION',
      verdict: 'failed',
      output: { validation_status: 'failed', scenarios: [], test_blob: 'b1' },
      artifacts: [],
    };
    expect(advance(deployed, nothing, { rework: bounds }).next).toMatchObject({
      because: { message: 'The test fails on staging: no scenario passed' },
    });
    const mute = {
      ...nothing,
      output: { ...nothing.output, scenarios: [{ name: 'x', status: 'failed', duration_ms: 1 }] },
    } as const;
    expect(advance(deployed, mute, { rework: bounds }).next).toMatchObject({
      because: { message: 'The test fails on staging: “x”: failed' },
    });
  });

  it('refuses a result of another phase than the one it runs', () => {
    expect(() => advance(startPipeline(), resultOf('E2E_VALIDATION', true), { rework: DEFAULT_REWORK_BOUNDS })).toThrow(
      'expects E2E_TEST_GENERATION, not a result of E2E_VALIDATION',
    );
    const ended = run([false], DEFAULT_REWORK_BOUNDS).at(-1) ?? startPipeline();
    expect(() => advance(ended, resultOf('E2E_VALIDATION', true), { rework: DEFAULT_REWORK_BOUNDS })).toThrow(
      'nothing, it is at complete',
    );
  });

  it('deploys again when the host of a deployment is lost, and fails when that happens too often', () => {
    let state = run([true, true, true, true], DEFAULT_REWORK_BOUNDS)[4] ?? startPipeline();
    for (let lost = 1; lost <= MAX_REDEPLOYMENTS; lost += 1) {
      state = deploymentLost(state, 'the host is gone');
      expect(state.next).toEqual({ kind: 'run', phase: 'STAGING_DEPLOYMENT', round: 1 });
      state = advance(state, resultOf('STAGING_DEPLOYMENT', true), { rework: DEFAULT_REWORK_BOUNDS });
    }
    expect(deploymentLost(state, 'the host is gone').next).toEqual({
      kind: 'fail',
      because: { phase: 'E2E_VALIDATION', message: 'the host is gone' },
    });
  });

  it('always ends within its bounds', () => {
    fc.assert(
      fc.property(verdicts, anyBounds, (goods, bounds) => {
        const end = run(goods, bounds).at(-1);
        expect(end?.next.kind).not.toBe('run');
        expect(end?.finished.length).toBeLessThanOrEqual(1 + 4 * (1 + bounds.review_rounds + bounds.validation_rounds));
        expect(end?.rework.review).toBeLessThanOrEqual(bounds.review_rounds);
        expect(end?.rework.validation).toBeLessThanOrEqual(bounds.validation_rounds);
      }),
    );
  });

  it('never loses a finished phase, and keeps the generated test over every rework', () => {
    fc.assert(
      fc.property(verdicts, anyBounds, (goods, bounds) => {
        const states = run(goods, bounds);
        states.forEach((state, index) => {
          expect(state.finished).toHaveLength(index);
          expect(state.finished.slice(0, index - 1)).toEqual(states[index - 1]?.finished.slice(0, index - 1) ?? []);
          if (index > 0) expect(latest(state, 'E2E_TEST_GENERATION')?.output.test_path).toBe('t');
        });
        const tests = states.at(-1)?.finished.filter(({ result }) => result.phase === 'E2E_TEST_GENERATION');
        expect(tests).toHaveLength(1);
      }),
    );
  });

  it('deploys nothing that the latest review did not approve, and completes nothing that was not proven', () => {
    fc.assert(
      fc.property(verdicts, anyBounds, (goods, bounds) => {
        for (const state of run(goods, bounds)) {
          if (state.next.kind === 'run' && state.next.phase === 'STAGING_DEPLOYMENT') {
            expect(latest(state, 'GUARDIAN_REVIEW')?.verdict).toBe('approved');
          }
          if (state.next.kind === 'complete' && !state.next.already_satisfied) {
            expect(latest(state, 'E2E_VALIDATION')?.verdict).toBe('passed');
          }
        }
      }),
    );
  });

  it('survives JSON at every step', () => {
    fc.assert(
      fc.property(verdicts, anyBounds, (goods, bounds) => {
        for (const state of run(goods, bounds)) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });
});
