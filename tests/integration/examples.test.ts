import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTest } from '../../src/agents/built-in/e2e-tester/runner/run-test.ts';
import { writeTest } from '../../src/agents/built-in/e2e-tester/writer/write-test.ts';
import { startBaseShop } from '../../src/cli/demo/base-shop.ts';
import { examplesDirectory, readExample } from '../../src/cli/demo/examples.ts';
import { makeShopRepository } from '../../src/cli/demo/shop-repository.ts';
import { readFeature } from '../../src/feature/read-feature.ts';
import type { Feature } from '../../src/feature/step.ts';
import { findTool } from '../../src/toolchain/index.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';

const run = promisify(execFile);
const testPath = 'tests/e2e/chimera/example.spec.ts';

let directory: string;
let shop: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-examples-'));
  shop = join(directory, 'shop');
  await makeShopRepository(shop);
});

afterEach(() => rm(directory, { recursive: true }));

function understood(feature: string): Feature {
  const reading = readFeature(feature);
  if (!reading.ok) throw new Error(JSON.stringify(reading.refusals));
  return reading.feature;
}

/** Runs the example's test against the shop as its checkout is now: scenario name to status. */
async function outcomes(feature: Feature, folder: string): Promise<Record<string, string>> {
  const chromium = await findTool('chromium');
  if (chromium === undefined) throw new Error('Chromium is missing: run `npm run setup`.');
  const site = await startBaseShop(shop);
  try {
    const workspace = join(directory, folder);
    await mkdir(join(workspace, 'tests/e2e/chimera'), { recursive: true });
    await writeFile(
      join(workspace, testPath),
      writeTest(feature, { taskId: 'chimera-0123456789ab', targetUrl: site.url }),
    );
    const artifacts = join(directory, `${folder}-artifacts`);
    await mkdir(artifacts);
    const { scenarios, fault } = await runTest({
      chromium: chromium.path,
      workspace,
      testPath,
      baseUrl: site.url,
      artifacts,
      sandbox: NO_SANDBOX,
      signal: AbortSignal.timeout(120_000),
    });
    expect(fault).toBeUndefined();
    return Object.fromEntries(scenarios.map(({ name, status }) => [name, status]));
  } finally {
    await site.stop();
  }
}

/** Runs the scripted coder in the shop's checkout and returns the lines it said. */
async function code(
  feature: string,
  env: Record<string, string> = {},
  feedback?: object,
): Promise<Record<string, unknown>[]> {
  const coder = spawn(process.execPath, [join(examplesDirectory, 'agents', 'scripted-coder.mjs')], {
    cwd: shop,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(coder, 'exit');
  const input = { test_path: testPath, ...(feedback === undefined ? {} : { feedback }) };
  coder.stdin.end(JSON.stringify({ protocol: 1, action: 'implement_feature', feature, input }));
  const said = await text(coder.stdout);
  await exited;
  return said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('an example feature', () => {
  it.each(['sort-by-price', 'search', 'gift-wrapping'])(
    '%s fails on the shop as it is and passes once the prepared change is made',
    async (name) => {
      const example = await readExample(name);
      const feature = understood(example.feature);
      expect(Object.values(await outcomes(feature, 'before'))).toContain('failed');

      expect((await code(example.feature)).at(-1)).toMatchObject({ type: 'result' });
      await run(process.execPath, ['--test'], { cwd: shop });
      await run(process.execPath, ['lint.mjs'], { cwd: shop });
      expect(new Set(Object.values(await outcomes(feature, 'after')))).toEqual(new Set(['passed']));
    },
  );
});

describe('the scripted coder', () => {
  const overlooking = { SCRIPTED_CODER_FIRST_TRY: 'wrong' };
  const smallLetters = 'A code may be typed in small letters';

  it('overlooks a requirement when told so, which only staging shows, and mends it when told which', async () => {
    const { feature: wish } = await readExample('discount-code');
    const before = await outcomes(understood(wish), 'before');
    expect(Object.values(before).toSorted()).toEqual(['failed', 'failed', 'failed', 'passed']);
    await code(wish, overlooking);
    await run(process.execPath, ['--test'], { cwd: shop });
    const first = await outcomes(understood(wish), 'first');
    expect(Object.entries(first).filter(([, status]) => status === 'failed')).toEqual([[smallLetters, 'failed']]);

    const failures = [{ name: smallLetters, status: 'failed', duration_ms: 1 }];
    const said = await code(wish, overlooking, { from: 'E2E_VALIDATION', failures });
    expect(said.map(({ message }) => message)).toContain(
      `scripted coder: mending, as “${smallLetters}” fails on staging`,
    );
    expect(Object.values(await outcomes(understood(wish), 'second'))).not.toContain('failed');
  });

  it('refuses a feature it has no recipe for, and changes nothing', async () => {
    expect(await code('Open "/" and see "Newsletter".')).toEqual([
      {
        type: 'error',
        transient: false,
        message: expect.stringContaining('only knows the example features') as string,
      },
    ]);
    const { stdout } = await run('git', ['-C', shop, 'status', '--porcelain']);
    expect(stdout).toBe('');
  });
});

describe('the example shop', () => {
  it('comes with every file its repository needs, and an environment that starts it anywhere', async () => {
    const copy = join(directory, 'copy');
    await cp(shop, copy, { recursive: true });
    const site = await startBaseShop(copy);
    expect(await (await fetch(site.url)).text()).toContain('Enamel teapot');
    await site.stop();
    await expect(fetch(site.url)).rejects.toThrow();
    expect(await readFile(join(copy, 'package.json'), 'utf8')).toContain('node --test');
  });
});
