import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

const descriptors = z.object({
  browsers: z.array(
    z.object({
      name: z.string(),
      revision: z.string(),
      revisionOverrides: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * Makes a folder in which Playwright, given it as PLAYWRIGHT_BROWSERS_PATH, finds this ffmpeg as the one it wants to
 * have downloaded. Playwright has no setting for the encoder of its videos.
 */
export async function offerFfmpeg(folder: string, ffmpeg: string): Promise<void> {
  const requireFromRunner = createRequire(createRequire(import.meta.url).resolve('@playwright/test/package.json'));
  const playwright = createRequire(requireFromRunner.resolve('playwright/package.json'));
  const file = path.join(path.dirname(playwright.resolve('playwright-core/package.json')), 'browsers.json');
  const { browsers } = descriptors.parse(JSON.parse(await readFile(file, 'utf8')));
  const wanted = browsers.find(({ name }) => name === 'ffmpeg');
  const revisions = new Set(wanted && [wanted.revision, ...Object.values(wanted.revisionOverrides ?? {})]);
  for (const revision of revisions) {
    const home = path.join(folder, `ffmpeg-${revision}`);
    await mkdir(home, { recursive: true });
    await symlink(ffmpeg, path.join(home, process.platform === 'darwin' ? 'ffmpeg-mac' : 'ffmpeg-linux'));
  }
}
