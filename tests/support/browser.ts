import { type Browser, chromium } from '@playwright/test';
import { onTestFinished } from 'vitest';
import { findTool } from '../../src/toolchain/index.ts';

const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** A real Chromium that is closed when the test is over. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const found = await findTool('chromium');
  const browser = await chromium.launch({
    ...(found === undefined ? {} : { executablePath: found.path }),
    args: [...QUIET, ...args],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  onTestFinished(() => browser.close());
  return browser;
}
