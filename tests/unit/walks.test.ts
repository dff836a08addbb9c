import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Step {
  /** How it is reached: imported by one before it, importing one, or not at all, as the first. */
  readonly arrow: '→' | '←' | undefined;
  readonly file: string;
}

interface Walk {
  readonly name: string;
  readonly told: number;
  readonly most: number;
  readonly steps: readonly Step[];
}

/** The walks of ARCHITECTURE.md: a heading each, `<name>: <n> files, at most <m>`, with a numbered list below it. */
async function describedWalks(): Promise<readonly Walk[]> {
  const text = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = /^## Walks\n([\s\S]*?)^## /m.exec(text) ?? [];
  return section.split(/^### /m).slice(1).map(walkOf);
}

function walkOf(text: string): Walk {
  const [, name = '', told, most] = /^(.*): (\d+) files, at most (\d+)\n/.exec(text) ?? [];
  const steps = [...text.matchAll(/^\d+\. (?:(→|←) )?`([^`]+)`/gm)].map(([, arrow, file = '']) => {
    return { arrow: arrow as Step['arrow'], file };
  });
  return { name, told: Number(told), most: Number(most), steps };
}

/** The files of this repository that a file imports. */
async function importsOf(file: string): Promise<ReadonlySet<string>> {
  const source = await readFile(join(root, file), 'utf8');
  const named = [...source.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path = '']) => path);
  return new Set(named.map((path) => join(dirname(file), path)));
}

/** The steps that are not reached as their arrow says. */
async function astray(steps: readonly Step[]): Promise<readonly string[]> {
  const before: string[] = [];
  const wrong: string[] = [];
  for (const { arrow, file } of steps) {
    const imports = await importsOf(file);
    const isReached =
      arrow === undefined
        ? before.length === 0
        : arrow === '→'
          ? (await Promise.all(before.map(importsOf))).some((imports) => imports.has(file))
          : before.some((one) => imports.has(one));
    if (!isReached) wrong.push(file);
    before.push(file);
  }
  return wrong;
}

const walks = await describedWalks();

it('has walks to hold', () => {
  expect(walks.length).toBeGreaterThanOrEqual(2);
});

describe.each(walks)('the walk “$name”', ({ told, most, steps }) => {
  it('has as many files as it says, each once, and no more than it may', () => {
    expect(new Set(steps.map(({ file }) => file)).size).toBe(told);
    expect(steps).toHaveLength(told);
    expect(told).toBeLessThanOrEqual(most);
    expect(steps.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('goes from file to file by imports', async () => {
    expect(await astray(steps)).toEqual([]);
  });
});

it('knows a step that nothing leads to', async () => {
  const edge = { arrow: undefined, file: 'src/activities/phase-edge.ts' };
  expect(await astray([edge, { arrow: '→', file: 'src/journal/rows.ts' }])).toEqual(['src/journal/rows.ts']);
  expect(await astray([edge, { arrow: '←', file: 'src/journal/event.ts' }])).toEqual(['src/journal/event.ts']);
});
