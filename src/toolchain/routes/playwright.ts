import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { runProgram } from '../run-program.ts';
import type { Installation } from '../tool.ts';

const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** Installs Playwright's own Chromium into Playwright's cache; where its download cannot be reached it fails soon. */
export async function installWithPlaywright({ report }: Installation): Promise<void> {
  report("downloading Playwright's Chromium");
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json');
  await runProgram(process.execPath, [join(dirname(manifest), 'cli.js'), 'install', 'chromium'], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
}

/** Where Playwright keeps the Chromium that belongs to it. */
async function playwrightBrowser(): Promise<string> {
  const { chromium } = await import('@playwright/test'); // Costs a third of a second, so only when it is needed.
  return chromium.executablePath();
}

/** Where Playwright keeps the Chromium that belongs to it, the headless shell first, whether or not it has downloaded it. */
export async function playwrightBrowsers(browser?: string): Promise<readonly string[]> {
  const whole = browser ?? (await playwrightBrowser());
  // The browser lies at <cache>/<name>-<revision>/<platform>/<program>.
  const folder = dirname(dirname(whole));
  const shells = join(dirname(folder), basename(folder).replace('chromium-', 'chromium_headless_shell-'));
  const platforms = (await readdir(shells).catch(() => [])).filter((name) => name.startsWith('chrome-headless-shell'));
  return [...platforms.map((platform) => join(shells, platform, 'chrome-headless-shell')), whole];
}

/** The encoders that came with Playwright's downloads of browsers, the newest revision first. */
export async function playwrightEncoders(browsers?: string): Promise<readonly string[]> {
  const cache = browsers ?? dirname(dirname(dirname(await playwrightBrowser())));
  const program = process.platform === 'darwin' ? 'ffmpeg-mac' : 'ffmpeg-linux';
  const revisions = (await readdir(cache).catch(() => [])).flatMap((name) => /^ffmpeg-(\d+)$/.exec(name)?.[1] ?? []);
  return revisions.sort((a, b) => Number(b) - Number(a)).map((revision) => join(cache, `ffmpeg-${revision}`, program));
}
