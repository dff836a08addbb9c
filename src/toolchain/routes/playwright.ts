import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runProgram } from '../run-program.ts';
import type { Installation } from './installation.ts';

const downloadTimeoutMs = 5 * 60_000;

/** Installs Playwright's own Chromium into Playwright's cache; where its download cannot be reached it fails soon. */
export async function installWithPlaywright({ report }: Installation): Promise<void> {
  report("downloading Playwright's Chromium");
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json');
  await runProgram(process.execPath, [join(dirname(manifest), 'cli.js'), 'install', 'chromium'], {
    timeoutMs: downloadTimeoutMs,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
}
