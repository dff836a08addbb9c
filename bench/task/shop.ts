import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_RUN_LIMITS, type RunPlan } from '../../src/agents/built-in/e2e-tester/runner/playwright-config.ts';
import { offerFfmpeg } from '../../src/agents/built-in/e2e-tester/runner/video-encoder.ts';
import { writeTest } from '../../src/agents/built-in/e2e-tester/writer/write-test.ts';
import { startBaseShop } from '../../src/cli/demo/base-shop.ts';
import { examplesDirectory, readExample } from '../../src/cli/demo/examples.ts';
import { makeShopRepository } from '../../src/cli/demo/shop-repository.ts';
import { readFeature } from '../../src/feature/read-feature.ts';
import type { Stack } from '../../src/runtime/stack.ts';
import { ensureTools, findTool } from '../../src/toolchain/index.ts';

/** The demo's project and feature, and what both sides take to prove it. Absolute paths. */
export interface Shop {
  readonly directory: string;
  /** The origin that both sides clone and push to. */
  readonly repository: string;
  /** The shop without the feature, running. */
  readonly targetUrl: string;
  readonly feature: string;
  /** The test of the feature, as the e2e-tester writes it. */
  readonly test: { readonly path: string; readonly source: string; readonly scenarios: number };
  /** The coder's command line. */
  readonly coder: string;
  /** How the test is run, whatever the place and the site. */
  readonly runPlan: Omit<RunPlan, 'testFile' | 'workspace' | 'baseUrl' | 'outputDirectory' | 'tsconfigFile' | 'atOnce'>;
  /** The folder in which Playwright finds the encoder of its videos. */
  readonly browsers: string;
}

/** Makes the shop's repository, starts the shop as it is today, and writes the test of the demo's feature. */
export async function openShop(directory: string, stack: Stack): Promise<Shop> {
  const repository = join(directory, 'shop');
  await makeShopRepository(repository);
  const shop = await startBaseShop(repository);
  stack.push(() => shop.stop());
  const { chromium } = await ensureTools(['chromium']);
  const ffmpeg = (await findTool('ffmpeg'))?.path;
  const browsers = join(directory, 'browsers');
  await mkdir(browsers);
  if (ffmpeg !== undefined) await offerFfmpeg(browsers, ffmpeg);
  const { feature } = await readExample('discount-code');
  const reading = readFeature(feature);
  if (!reading.ok) throw new Error('The feature of the demo is not understood.');
  return {
    directory,
    repository,
    targetUrl: shop.url,
    feature,
    test: {
      path: 'tests/e2e/discount-code.spec.ts',
      source: writeTest(reading.feature, { taskId: 'script', targetUrl: shop.url, siteState: 'per_visitor' }),
      scenarios: reading.feature.scenarios.length,
    },
    coder: `node '${join(examplesDirectory, 'agents', 'scripted-coder.mjs')}'`,
    runPlan: {
      reporters: [],
      chromium: chromium.path,
      limits: DEFAULT_RUN_LIMITS,
      sandbox: process.getuid?.() !== 0,
      video: ffmpeg !== undefined,
    },
    browsers,
  };
}
