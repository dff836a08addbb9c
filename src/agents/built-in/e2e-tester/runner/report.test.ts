import { describe, expect, it } from 'vitest';
import { readReport } from './report.ts';

const result = (status: string | undefined, more: object = {}): object => ({ status, duration: 12.6, ...more });

const reportOf = (expectedStatus: string, ...results: object[]): string => {
  const spec = { title: 'buys', tests: [{ expectedStatus, results }] };
  const inner = { title: 'Shop', specs: [spec] };
  return JSON.stringify({ suites: [{ title: 'a.spec.ts', specs: [], suites: [inner] }], errors: [] });
};

const only = (json: string) => readReport(json).scenarios[0];

describe('a report', () => {
  it('tells a passed scenario with its duration in whole ms', () => {
    expect(only(reportOf('passed', result('passed')))).toEqual({ name: 'buys', status: 'passed', duration_ms: 13 });
  });

  it.each([
    ['skipped', 'passed', 'skipped'],
    ['interrupted', 'passed', 'interrupted'],
    ['passed', 'failed', 'passed'],
  ])('a scenario that is %s where it was expected to be %s has failed', (status, expected, told) => {
    expect(only(reportOf(expected, result(status)))).toMatchObject({
      status: 'failed',
      error: { message: `the scenario did not run to its end: ${told}` },
    });
  });

  it('a scenario that never started has failed', () => {
    expect(only(reportOf('passed'))).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('not started') as string },
    });
  });

  it('names the innermost sentence that failed, and its message without colours', () => {
    const error = { message: '\u001b[31mError: \u001b[39mnot there\n', location: { line: 7 } };
    const steps = [
      { title: 'I open /' },
      { title: 'I see the cart', error, steps: [{ title: 'a step inside', error }] },
    ];
    const failed = result('failed', { error: { message: 'Test timeout' }, steps });
    expect(only(reportOf('passed', failed))?.error).toEqual({
      message: 'not there',
      sentence: 'a step inside',
      line: 7,
    });
  });

  it('falls back to the error of the scenario where no sentence failed', () => {
    const failed = result('timedOut', { error: { message: 'Test timeout of 30000ms exceeded.' } });
    expect(only(reportOf('passed', failed))?.error).toEqual({ message: 'Test timeout of 30000ms exceeded.' });
  });

  it('lists the evidence by kind and leaves the rest out', () => {
    const attachments = [
      { name: 'screenshot', path: '/a.png' },
      { name: 'trace', path: '/t.zip' },
      { name: 'video', path: '/v.webm' },
      { name: 'error-context', path: '/e.md' },
      { name: 'screenshot' },
    ];
    expect(readReport(reportOf('passed', result('passed', { attachments })))).toMatchObject({
      screenshots: ['/a.png'],
      traces: ['/t.zip'],
      videos: ['/v.webm'],
    });
  });

  it.each(['', 'null', '{}', '{"suites":[{}],"errors":[]}'])('the text %j is not one', (json) => {
    expect(() => readReport(json)).toThrow();
  });
});
