import { describe, expect, it } from 'vitest';
import type { ReadReport } from './report.ts';
import type { ScenarioRun } from './test-run.ts';
import { verdictOf } from './verdict.ts';

const passed: ScenarioRun = { name: 'a', status: 'passed', duration_ms: 1 };
const failed = (message: string): ScenarioRun => ({ name: 'b', status: 'failed', duration_ms: 1, error: { message } });
const report = (scenarios: readonly ScenarioRun[], ...errors: string[]): ReadReport => ({
  scenarios,
  errors,
  screenshots: [],
  traces: [],
  videos: [],
});

describe('a run', () => {
  it('has passed when every scenario has and the runner says so too', () => {
    expect(verdictOf(report([passed, passed]), 0)).toEqual({ status: 'passed' });
  });

  it.each([1, undefined])('of passed scenarios whose runner ended with %s has crashed', (code) => {
    expect(verdictOf(report([passed]), code)).toMatchObject({ status: 'crashed', fault: { at: 'runner' } });
  });

  it('has failed when one scenario has', () => {
    expect(verdictOf(report([passed, failed('not there')]), 1)).toEqual({ status: 'failed' });
  });

  it('of no scenario has crashed, whatever the exit code', () => {
    const fault = { at: 'test', message: 'no scenario ran: the test file holds no test' };
    expect(verdictOf(report([]), 0)).toEqual({ status: 'crashed', fault });
    expect(verdictOf(report([], 'SyntaxError'), 1).fault?.message).toContain('SyntaxError');
  });

  it('with an error outside its scenarios has crashed', () => {
    expect(verdictOf(report([passed], 'teardown failed'), 1).fault).toEqual({
      at: 'runner',
      message: 'teardown failed',
    });
  });

  it.each([
    'browserType.launch: Failed to launch',
    'page.goto: Target page, context or browser has been closed',
    'worker process exited unexpectedly (code=null, signal=SIGKILL)',
  ])('that ended with "%s" has crashed, since it says nothing about the page', (message) => {
    expect(verdictOf(report([passed, failed(message)]), 1)).toMatchObject({
      status: 'crashed',
      fault: { at: 'runner', message },
    });
  });
});
