import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installFolder, readInstalled } from './installed-folder.ts';
import { temporaryDirectory, writeScript } from './temporary-directory.testsuite.ts';

const manifest = { executable: 'tool', version: '1', source: 'here', needs: [] };

describe('a cache folder', () => {
  it('appears only when the tool in it is complete', async () => {
    const cache = await temporaryDirectory();
    await installFolder(cache, 'tool-1', async (draft) => {
      expect(await readInstalled(cache, 'tool-1')).toBeUndefined();
      await writeScript(join(draft, 'tool'), '');
      return manifest;
    });
    expect(await readInstalled(cache, 'tool-1')).toEqual({ ...manifest, executable: join(cache, 'tool-1/tool') });
    expect(await readdir(cache)).toEqual(['tool-1']);
  });

  it('is left as it was, with no draft behind, when the install fails', async () => {
    const cache = await temporaryDirectory();
    const failing = installFolder(cache, 'tool-1', () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(await readdir(cache)).toEqual([]);
  });

  it('replaces a broken one and clears away the draft of an install that died', async () => {
    const cache = await temporaryDirectory();
    await mkdir(join(cache, 'tool-1'));
    await writeFile(join(cache, 'tool-1/installed.json'), '{"executable": 1}');
    await mkdir(join(cache, 'draft-tool-1-dead'));
    expect(await readInstalled(cache, 'tool-1')).toBeUndefined();
    await installFolder(cache, 'tool-1', async (draft) => {
      await writeScript(join(draft, 'tool'), '');
      return manifest;
    });
    expect(await readdir(cache)).toEqual(['tool-1']);
    expect(await readInstalled(cache, 'tool-1')).toBeDefined();
  });
});
