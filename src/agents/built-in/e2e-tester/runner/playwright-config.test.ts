import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { configSource, DEFAULT_RUN_LIMITS, type RunPlan, tsconfigSource } from './playwright-config.ts';

const plan: RunPlan = {
  testFile: '/work tree/[a](b)/x.spec.ts',
  workspace: '/work tree',
  baseUrl: 'http://127.0.0.1:4000/shop',
  outputDirectory: '/evidence/scenarios',
  reporters: ['/chimera/progress.ts', '/chimera/outcome.ts'],
  tsconfigFile: '/scratch/tsconfig.json',
  chromium: '/usr/bin/chromium',
  sandbox: true,
  video: true,
  atOnce: 3,
  limits: DEFAULT_RUN_LIMITS,
};

interface Loaded {
  readonly workers: number;
  readonly fullyParallel: boolean;
  readonly testMatch: RegExp;
  readonly retries: number;
  readonly use: {
    readonly baseURL: string;
    readonly video: string;
    readonly launchOptions: { readonly args: string[] };
  };
}

describe('the configuration of a run', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'playwright-config-'));
    return () => rm(folder, { recursive: true, force: true });
  });
  const load = async (asked: RunPlan): Promise<Loaded> => {
    const file = path.join(folder, 'config.mjs');
    await writeFile(file, configSource(asked));
    return ((await import(pathToFileURL(file).href)) as { default: Loaded }).default;
  };

  it('is a module of its own that picks the one test file and keeps a site below a folder of its host', async () => {
    const { testMatch, use, retries, workers, fullyParallel } = await load(plan);
    expect(testMatch.test(plan.testFile)).toBe(true);
    expect(testMatch.test(`${plan.testFile}x`)).toBe(false);
    expect(testMatch.test('/work tree/a/x.spec.ts')).toBe(false);
    expect(use).toMatchObject({ baseURL: 'http://127.0.0.1:4000/shop/', video: 'on' });
    expect(use.launchOptions.args).not.toContain('--no-sandbox');
    expect(retries).toBe(0);
    expect([workers, fullyParallel]).toEqual([3, false]);
  });

  it('gives up the sandbox of the browser only where it cannot work, and videos where there is no encoder', async () => {
    const { use } = await load({ ...plan, sandbox: false, video: false });
    expect(use.launchOptions.args).toContain('--no-sandbox');
    expect(use.video).toBe('off');
  });

  it("maps a test's import of Playwright to Chimera's own and keeps the project's mappings", () => {
    const settings: unknown = JSON.parse(tsconfigSource('/work tree'));
    expect(settings).toMatchObject({
      compilerOptions: { paths: { '@playwright/test': [expect.stringMatching(/@playwright\/test\/index\.mjs$/)] } },
      references: [{ path: '/work tree/tsconfig.json' }],
    });
  });
});
