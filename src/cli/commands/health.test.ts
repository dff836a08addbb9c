import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { HEALTH_REPORT_EXAMPLE } from '../../contract/health.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

const answer = (report: object): void => {
  cli.api.routes['GET /api/health'] = jsonAnswer(200, { ...HEALTH_REPORT_EXAMPLE, ...report });
};

const onOneLine = (out: string): string => out.replaceAll(/\s+/g, ' ');

describe('chimera health', () => {
  it('shows the status, each check and what to change', async () => {
    answer({});
    const { code, out } = await cli.run(['health'], { columns: 160 });
    expect(code).toBe(0);
    expect(out).toMatch(/degraded.*, as of 2026-03-01/);
    expect(out).toMatch(/utilization:default +.*warn.* +The utilisation of pool "default" is 100 %/);
    expect(out).toContain('→ raise max_concurrent from 5 to 8');
  });

  it('shows what was done about it, why, and how that ends', async () => {
    answer({});
    const { out } = await cli.run(['health']);
    expect(out).toMatch(/REMEDY +SINCE +STATUS +WHAT AND WHY/);
    expect(out).toMatch(/ 7 +2026-03-01 \d\d:\d\d:00 +in force +the size of pool default went/);
    expect(onOneLine(out)).toContain(
      'because pool default is used by 100 %, and 3 tasks wait; the size goes back to 5 once at most 4 leases are in use',
    );
  });

  it('shows why it ended, and what is still to be done', async () => {
    const [over] = HEALTH_REPORT_EXAMPLE.remediation;
    const applying = { ...over, id: 8, kind: 'pause_intake', status: 'applying', effect: null };
    answer({ remediation: [applying, { ...over, status: 'over', end_reason: 'an operator took it back' }] });
    const { out } = await cli.run(['health']);
    expect(out).toMatch(/ 8 .* applying +pause intake, because /);
    expect(onOneLine(out)).toMatch(/ 7 .* over .* and 3 tasks wait; an operator took it back/);
  });

  it('shows a system for which nothing was done', async () => {
    answer({ remediation: [] });
    const { code, out } = await cli.run(['health']);
    expect(code).toBe(0);
    expect(out).not.toContain('REMEDY');
  });

  it('ends with 1 when the system is unhealthy', async () => {
    answer({ status: 'unhealthy' });
    expect((await cli.run(['health'])).code).toBe(1);
  });

  it('says that nothing is known before the first sample', async () => {
    answer({ status: 'unknown', as_of: null, checks: [], recommendations: [], remediation: [] });
    const { code, out } = await cli.run(['health']);
    expect(code).toBe(0);
    expect(out).toBe('unknown, no sample yet\n');
  });

  it('counts what passes of many checks, and lists what does not, within 80 columns', async () => {
    const check = (kind: string, index: number, status: string, message = 'all is well') => ({
      ...HEALTH_REPORT_EXAMPLE.checks[0],
      ...{ name: `${kind}:payments-platform-${index}`, status, message },
    });
    const checks = Array.from({ length: 50 }, (_, index) => [
      check('queue', index, 'pass'),
      check('agent', index, index < 25 ? 'fail' : 'pass', 'x'.repeat(3_000)),
      check('latency', index, index < 2 ? 'warn' : 'pass', 'slower than usual'),
    ]).flat();
    answer({ checks });
    const { out } = await cli.run(['health']);
    const lines = out.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThan(45);
    expect(out).toContain('  123 of 150 checks pass: 50 queue, 48 latency, 25 agent\n');
    expect(out.match(/ fail/g)).toHaveLength(6);
    expect(out).toContain('… and 20 more agent checks with status fail (--all shows them)');
    expect(out).toMatch(/latency:payments-platform-1 +warn\s+slower than usual/);
    expect((await cli.run(['health', '--all'])).out.match(/queue:payments-platform-\d+ +pass/g)).toHaveLength(50);
  });

  it('gives what the API says with --json', async () => {
    answer({});
    expect(JSON.parse((await cli.run(['health', '--json'])).out)).toEqual(HEALTH_REPORT_EXAMPLE);
  });
});
