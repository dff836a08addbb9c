import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/text/columns.ts';
import { eventually } from '../support/eventually.ts';
import { type ManyProjects, startManyProjects } from './many-projects.site.ts';

/** Two tasks of four tries each are more than the five failures that open a breaker. */
const TASKS_OF_A_PROJECT = 2;

const FAILING = 8;

let many: ManyProjects;
beforeAll(async () => {
  many = await startManyProjects({ projects: 50, failing: FAILING, pools: 4, workers: 2 });
  const { projects, failing } = many;
  for (const project of [...failing, ...projects.slice(0, 2)]) {
    for (let task = 1; task <= TASKS_OF_A_PROJECT; task += 1) await many.submit(project, `${project} ${task}`);
  }
  await eventually(
    'the breakers of all failing coders are open, and health says so and knows all else',
    async () => {
      const { out } = await many.run('health', '--json');
      const { checks } = JSON.parse(out) as { checks: { name: string; status: string }[] };
      const failing = checks.filter(({ name, status }) => name.startsWith('agent:') && status === 'fail');
      const known = checks.every(({ status }) => status !== 'unknown');
      return failing.length === FAILING && known ? true : undefined;
    },
    240_000,
  );
}, 360_000);
afterAll(() => many.world.close());

async function shown(...args: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await many.run(...args);
  expect(err).toBe('');
  return out.trimEnd().split('\n');
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(columnsOf));

describe('with fifty projects, each with agents of its own, eight of whose coders fail', () => {
  it.each([
    { args: ['health'], most: 50 },
    { args: ['agents'], most: 60 },
    { args: ['report'], most: 230 },
  ])('chimera $args fits on 80 columns in a pipe and has $most lines at most', async ({ args, most }) => {
    const lines = await shown(...args);
    expect(widest(lines)).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(most);
  });

  it.each([
    ['workers'],
    ['list'],
    ['pool'],
    ['pool', 'decisions'],
    ['dlq', 'list'],
    ['dlq', 'groups'],
    ['profile'],
    ['health', '--all'],
    ['agents', '--all'],
  ])('chimera %s %s fits on 80 columns in a pipe', async (...args) => {
    expect(widest(await shown(...args))).toBeLessThanOrEqual(80);
  });

  it('health counts the checks that pass and names what does not', async () => {
    const text = (await shown('health')).join('\n');
    expect(text).toMatch(/^ {2}\d+ of \d+ checks pass: .*\d+ agent/ms);
    expect(text).toMatch(/… and 3 more agent checks with status \w+ \(--all shows them\)/);
    expect(text).toMatch(/→ see to 5 more agents: /);
  });

  it('agents counts those that are well, and lists those that are not with why', async () => {
    const [first = '', ...lines] = await shown('agents');
    expect(first).toMatch(/^8 of \d+ agents are not well$/);
    expect(lines.at(-1)).toMatch(/^ {2}\d+ are well; --all lists them, `chimera agents <name>` shows one$/);
    expect(lines.filter((line) => /\bopen, tried/.test(line))).toHaveLength(FAILING);
  });

  it('agents shows one of them by its name', async () => {
    const [project = ''] = many.failing;
    const lines = await shown('agents', `coder-agent@${project}`);
    expect(lines[0]).toBe(`  coder-agent@${project}`);
    expect(lines.join('\n')).toMatch(/CHANGES OF THE BREAKER/);
    expect(widest(lines)).toBeLessThanOrEqual(80);
  });

  it('a report as Markdown has no cell of a whole complaint', async () => {
    const lines = await shown('report', '--markdown');
    expect(lines.length).toBeLessThanOrEqual(200);
    expect(lines.join('\n')).not.toContain('x'.repeat(200));
    expect(lines.join('\n')).toMatch(/… and \d+ more agents; the report as JSON has them all\./);
  });

  it('what is wrong with a name is told with some of the names', async () => {
    const { code, err } = await many.run('submit', 'I open the home page');
    expect(code).toBe(2);
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/A project must be named: declared are .* and 40 more/);
    expect(widest(err.trimEnd().split('\n'))).toBeLessThanOrEqual(80);
  });
});
