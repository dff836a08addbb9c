import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, type TaskAnswer } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const TEST = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";
const SHOP = {
  'package.json': '{ "name": "shop", "scripts": { "test": "node --test tests/*.mjs" } }\n',
  'AGENTS.md': 'Use tabs.\n',
  'src/shop.mjs': 'export const total = 3;\nexport const price = 5;\n',
  'tests/cart.test.mjs': `${TEST}import { total } from '../src/shop.mjs';\ntest('total', () => {\n  assert.equal(total, 3);\n});\n`,
  'tests/price.test.mjs': `${TEST}import { price } from '../src/shop.mjs';\ntest('price', () => {\n  assert.equal(price, 5);\n});\n`,
};

let world: World;
let chimera: Chimera;
let task: TaskAnswer;

/** The files that the errors of a round's review name, one for each error, in its report. */
async function filesOfErrors(round: number): Promise<readonly string[]> {
  const report = join(world.data, 'artifacts', task.task_id, `GUARDIAN_REVIEW-${round}`, 'review.md');
  const [, errors = ''] = (await readFile(report, 'utf8')).split(/^## /m);
  return [...errors.matchAll(/^- \*\*[\w-]+\*\* `([^`]+?)(?::\d+)?`/gm)].map(([, file = '']) => file);
}

beforeAll(async () => {
  world = await createWorld({
    settings: ({ directory }) => ({
      projects: [
        {
          name: 'shop',
          repository: join(directory, 'shop'),
          test: 'npm test',
          staging: { command: 'true' },
          rework: { review_rounds: 1 },
          agents: {
            'e2e-tester-agent': {
              command: `node ${join(FIXTURES, 'tiny/agent.mjs')}`,
              env: { TINY_CONTROL: join(directory, 'control') },
            },
            'coder-agent': {
              command: `node ${join(FIXTURES, 'disarmer/coder.mjs')}`,
              env: { JOURNAL: join(directory, 'control', 'disarmer') },
            },
          },
        },
      ],
    }),
  });
  const shop = join(world.directory, 'shop');
  for (const [path, text] of Object.entries(SHOP)) {
    await mkdir(dirname(join(shop, path)), { recursive: true });
    await writeFile(join(shop, path), text);
  }
  const git = (...args: string[]) =>
    execa('git', ['-C', shop, '-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'A shop');
  chimera = await world.start();
  const body = { feature: 'Open /. I see "A discount".', target_url: 'http://127.0.0.1:1', project: 'shop' };
  const id = await world.submit(chimera, 'disarmer', body);
  task = await world.until(chimera, id, ended);
}, 300_000);

afterAll(() => world.close());

describe('a coder that disarms what guards its project', () => {
  it('is rejected, with a finding for each path', async () => {
    expect(task).toMatchObject({ rework: { review: 1 }, status: 'failed', error: { phase: 'GUARDIAN_REVIEW' } });
    const files = await filesOfErrors(1);
    expect(files.length).toBeGreaterThanOrEqual(12);
    expect([...new Set(files)].sort()).toEqual(
      [
        ...['package.json', 'tests/cart.test.mjs', 'tests/price.test.mjs', 'AGENTS.md', 'CLAUDE.md', '.mcp.json'],
        ...['.claude/settings.json', '.gitattributes', '.husky/pre-commit', '.npmrc', '.vscode/tasks.json'],
        ...['playwright.config.ts', 'tool.bin'],
      ].sort(),
    );
  });

  it('finds what agents obey as the base has it, in each round, and its next commit leaves the rest out', async () => {
    const journal = await readFile(join(world.directory, 'control', 'disarmer'), 'utf8');
    const base = { 'AGENTS.md': 'Use tabs.\n' };
    expect(
      journal
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { round: 1, seen: base },
      { round: 2, seen: base },
    ]);
    const files = await filesOfErrors(2);
    expect(files).toContain('package.json');
    expect(files).not.toContain('AGENTS.md');
    expect(files).not.toContain('.vscode/tasks.json');
  });
});
