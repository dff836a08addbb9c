import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { offerFfmpeg } from './video-encoder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'video-encoder-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('the video encoder', () => {
  it('is offered under each revision that the runner may want', async () => {
    await offerFfmpeg(folder, '/usr/bin/ffmpeg');
    const homes = await readdir(folder);
    expect(homes.length).toBeGreaterThan(0);
    for (const home of homes) {
      expect(home).toMatch(/^ffmpeg-\d+$/);
      const [link = ''] = await readdir(path.join(folder, home));
      expect(await readlink(path.join(folder, home, link))).toBe('/usr/bin/ffmpeg');
    }
  });
});
