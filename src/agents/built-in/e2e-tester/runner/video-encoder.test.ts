import { chmod, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findFfmpeg, offerFfmpeg } from './video-encoder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'video-encoder-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('the video encoder', () => {
  it('is the first executable of its name on the search path; relative folders do not count', async () => {
    const ffmpeg = path.join(folder, 'ffmpeg');
    await writeFile(ffmpeg, '#!/bin/sh\n');
    await chmod(ffmpeg, 0o644);
    expect(await findFfmpeg(`.:${folder}`)).toBeUndefined();
    await chmod(ffmpeg, 0o755);
    expect(await findFfmpeg(`.:/nowhere:${folder}`)).toBe(ffmpeg);
    expect(await findFfmpeg('')).toBeUndefined();
  });

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
