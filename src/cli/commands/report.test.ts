import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine, problemAnswer } from '../../../tests/support/cli/chimera.ts';
import { reportMarkdown } from '../../api/reports/markdown/report-markdown.ts';
import { REPORT_EXAMPLE } from '../../contract/report-example.ts';

const MARKDOWN = reportMarkdown(REPORT_EXAMPLE);

let cli: CommandLine;

beforeEach(async () => {
  cli = await commandLine();
  cli.api.routes['GET /api/reports/health'] = (response, { path }) => {
    const [type, body] = path.includes('format=markdown')
      ? ['text/markdown; charset=utf-8', MARKDOWN]
      : ['application/json', JSON.stringify(REPORT_EXAMPLE)];
    response.writeHead(200, { 'content-type': type }).end(body);
  };
});
afterEach(() => cli.close());

describe('chimera report', () => {
  it('gives the Markdown as it is where that is asked for', async () => {
    expect(await cli.run(['report', '--markdown'])).toEqual({ code: 0, out: MARKDOWN, err: '' });
    expect(cli.api.seen.map(({ path }) => path)).toEqual(['/api/reports/health?format=markdown']);
  });

  it('lays it out on a terminal, without markup', async () => {
    const { code, out } = await cli.run(['report', '--hours', '48'], { columns: 100 });
    expect(code).toBe(0);
    expect(cli.api.seen.at(-1)?.path).toBe('/api/reports/health?format=markdown&hours=48');
    expect(out).toContain('DEGRADED');
    expect(out).toMatch(/completed +9 +69\.2 % +█+░+/);
    expect(out).toMatch(/TransientAgentError: POST\s+<url> gave <n>/);
    expect(out).not.toMatch(/^\||\*\*|##|\\[<|]/m);
  });

  it('lays it out in a pipe as well, 80 columns wide', async () => {
    const { out } = await cli.run(['report']);
    expect(out).toMatch(/^Health report\n/);
    expect(out).toContain(
      '- coder-agent@shop: its circuit breaker is OPEN; 5 of 20 calls failed: 75 %\n  were answered\n',
    );
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('is 0 whatever the health, and gives what the API says with --json', async () => {
    const { code, out } = await cli.run(['report', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(REPORT_EXAMPLE);
  });

  it('writes it to a file', async () => {
    const [file, document] = [join(cli.home, 'report.md'), join(cli.home, 'report.json')];
    expect((await cli.run(['report', '--out', file])).out).toBe(`The report is in ${file}.\n`);
    expect(await readFile(file, 'utf8')).toBe(MARKDOWN);
    expect(JSON.parse((await cli.run(['report', '--json', '--out', document])).out)).toEqual({ out: document });
    expect(JSON.parse(await readFile(document, 'utf8'))).toEqual(REPORT_EXAMPLE);
  });

  it('ends with 1 when it cannot be written, with 4 when there is none now, with 2 for hours that are none', async () => {
    const { code, err } = await cli.run(['report', '--out', join(cli.home, 'nowhere/report.md')]);
    expect(code).toBe(1);
    expect(err).toContain('The report cannot be written');
    expect((await cli.run(['report', '--hours', '0'])).code).toBe(2);
    cli.api.routes['GET /api/reports/health'] = problemAnswer(503);
    expect((await cli.run(['report'])).code).toBe(4);
    expect((await cli.run(['report', '--json'])).code).toBe(4);
  });
});
