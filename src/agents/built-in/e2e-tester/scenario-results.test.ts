import { describe, expect, it } from 'vitest';
import { reportProgress, scenarioResult } from './scenario-results.ts';

describe('a scenario as it is handed on', () => {
  it('has its error and sentence only when it failed, the error not longer than 2 000 characters', () => {
    const passed = { name: 'a', status: 'passed', duration_ms: 5 } as const;
    expect(scenarioResult(passed)).toEqual(passed);
    const error = { message: 'x'.repeat(5_000), sentence: 'I see x', line: 3 };
    expect(scenarioResult({ ...passed, status: 'failed', error })).toEqual({
      ...passed,
      status: 'failed',
      error: 'x'.repeat(2_000),
      sentence: 'I see x',
    });
  });
});

describe('the error of a scenario', () => {
  it('names each of several things that fit a sentence, in the words of a feature', () => {
    const things = '  1) button "Save" in section "Billing"\n  2) button "Save" in section "Profile"';
    const message = `strict mode violation: locator('named=clickable "Save"') fits 2 things:\n${things}`;
    const { error } = scenarioResult({ name: 'a', status: 'failed', duration_ms: 5, error: { message } });
    expect(error).toBe(`strict mode violation: the thing to click that is called "Save" fits 2 things:\n${things}`);
  });
});

describe('the progress of a run', () => {
  it('tells which scenario runs, what it does and how it ended', () => {
    const told: unknown[] = [];
    const signal = new AbortController().signal;
    const report = reportProgress({ signal, progress: (message, fraction) => told.push([message, fraction]) });
    report({ kind: 'scenario-started', scenario: 'Buy', done: 1, total: 2 });
    report({ kind: 'sentence', scenario: 'Buy', sentence: 'I click Buy', done: 1, total: 2 });
    report({ kind: 'scenario-ended', scenario: 'Buy', passed: false, done: 2, total: 2 });
    report({ kind: 'scenario-ended', scenario: 'Buy', passed: true, done: 0, total: 0 });
    expect(told).toEqual([
      ['scenario 2 of 2: Buy', 0.5],
      ['scenario 2 of 2: I click Buy', 0.5],
      ['scenario 2 of 2 failed: Buy', 1],
      ['scenario 0 of 0 passed: Buy', 0],
    ]);
  });
});
