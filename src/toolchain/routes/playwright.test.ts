import { mkdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { expect, it } from 'vitest';
import { playwrightBrowsers, playwrightEncoders } from './playwright.ts';
import { temporaryDirectory } from '../temporary-directory.testsuite.ts';

it('of several encoders in the cache the newest comes first, by number, and nothing else counts', async () => {
  const cache = await temporaryDirectory();
  const names = ['ffmpeg-1009', 'ffmpeg-1011', 'ffmpeg-999', 'ffmpeg-next', 'chromium-1'];
  await Promise.all(names.map((name) => mkdir(join(cache, name))));
  const found = await playwrightEncoders(cache);
  expect(found.map((path) => basename(dirname(path)))).toEqual(['ffmpeg-1011', 'ffmpeg-1009', 'ffmpeg-999']);
  expect(basename(found[0] ?? '')).toMatch(/^ffmpeg-(linux|mac)$/);
});

it('there is no encoder where there is no cache', async () => {
  expect(await playwrightEncoders(join(await temporaryDirectory(), 'absent'))).toEqual([]);
});

it('the cache of encoders is the one of browsers', async () => {
  const [path = ''] = await playwrightBrowsers();
  const cache = dirname(dirname(dirname(path)));
  expect(isAbsolute(cache)).toBe(true);
  expect((await playwrightEncoders()).every((encoder) => encoder.startsWith(cache))).toBe(true);
});

it("the headless shell of the browser's revision comes before the browser, where it was downloaded", async () => {
  const cache = await temporaryDirectory();
  const browser = join(cache, 'chromium-12', 'chrome-linux64', 'chrome');
  expect(await playwrightBrowsers(browser)).toEqual([browser]);
  const folders = ['chromium_headless_shell-12/chrome-headless-shell-linux64', 'chromium_headless_shell-11/other'];
  await Promise.all(folders.map((folder) => mkdir(join(cache, folder), { recursive: true })));
  expect(await playwrightBrowsers(browser)).toEqual([join(cache, folders[0] ?? '', 'chrome-headless-shell'), browser]);
});
