import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { HEALTH_REPORT_EXAMPLE } from '../../api/health/health-report.schema.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

const answer = (report: object): void => {
  cli.api.routes['GET /api/health'] = jsonAnswer(200, { ...HEALTH_REPORT_EXAMPLE, ...report });
};

describe('chimera health', () => {
  it('shows the status, each check and what to change', async () => {
    answer({});
    const { code, out } = await cli.run(['health'], { columns: 160 });
    expect(code).toBe(0);
    expect(out).toMatch(/degraded.*, as of 2026-03-01/);
    expect(out).toMatch(/utilization:default +warn +The utilisation of pool "default" is 100 %/);
    expect(out).toContain('→ raise max_concurrent from 5 to 8');
  });

  it('ends with 1 when the system is unhealthy', async () => {
    answer({ status: 'unhealthy' });
    expect((await cli.run(['health'])).code).toBe(1);
  });

  it('says that nothing is known before the first sample', async () => {
    answer({ status: 'unknown', as_of: null, checks: [], recommendations: [] });
    const { code, out } = await cli.run(['health']);
    expect(code).toBe(0);
    expect(out).toBe('unknown, no sample yet\n');
  });

  it('gives what the API says with --json', async () => {
    answer({});
    expect(JSON.parse((await cli.run(['health', '--json'])).out)).toEqual(HEALTH_REPORT_EXAMPLE);
  });
});
