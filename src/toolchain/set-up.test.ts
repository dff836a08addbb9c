import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import type { ensureTools } from './ensure-tools.ts';
import { setUp } from './set-up.ts';
import { ToolMissingError } from './tool-missing-error.ts';

function screen(isTTY: boolean): { output: WriteStream; text: () => string } {
  let text = '';
  const output = new PassThrough();
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    output: Object.assign(output, { isTTY, columns: 120, rows: 40 }) as unknown as WriteStream,
    text: () => text,
  };
}

const ensure: typeof ensureTools = async (names, options) => {
  const entries = names.map((tool) => {
    options?.onProgress?.({ tool, message: 'looking' });
    if (tool === 'chromium') throw new ToolMissingError([{ tool, tried: ['everywhere'] }]);
    return [tool, { path: `/opt/${tool}`, version: '1.0', source: 'test' }];
  });
  return Promise.resolve(
    Object.fromEntries(entries) as Awaited<ReturnType<typeof ensureTools<(typeof names)[number]>>>,
  );
};

const allThere: typeof ensureTools = (names) =>
  Promise.resolve(
    Object.fromEntries(
      names.map((tool) => [tool, { path: `/opt/${tool}`, version: '1.0', source: 'test' }]),
    ) as Awaited<ReturnType<typeof ensureTools<(typeof names)[number]>>>,
  );

/** What programs of tasks are confined by, where there is such a thing. */
const confining = process.platform === 'linux' ? ['bubblewrap'] : [];

describe.each([true, false])('set-up, on a terminal: %s', (isTTY) => {
  it('shows and returns every program of its purpose', async () => {
    const { output, text } = screen(isTTY);
    const tools = await setUp('demo', output, allThere);
    expect(Object.keys(tools)).toEqual(['git', ...confining, 'temporal', 'chromium', 'ffmpeg']);
    expect(text()).toContain('Temporal CLI 1.0: /opt/temporal (test)');
  });

  it('sees to the others when one is missing, and then names that one', async () => {
    const { output, text } = screen(isTTY);
    await expect(setUp('test', output, ensure)).rejects.toThrow('Chromium could not be found or installed.');
    expect(text()).toContain('Git 1.0: /opt/git (test)');
    expect(text()).toMatch(/Chromium(:| is) missing/);
  });

  it('goes on without a program that can be done without, and says what is not done then', async () => {
    const { output, text } = screen(isTTY);
    const tools = await setUp('demo', output, (names, options) => {
      const [name] = names;
      return name === 'ffmpeg'
        ? Promise.reject(new ToolMissingError([{ tool: name, tried: ['everywhere'] }]))
        : allThere(names, options);
    });
    expect(Object.keys(tools)).toEqual(['git', ...confining, 'temporal', 'chromium']);
    expect(text()).toContain('FFmpeg: missing, so no videos will be made');
  });

  it('does not hide an error of its own', async () => {
    const broken = setUp('demo', screen(isTTY).output, () => Promise.reject(new Error('a fault')));
    await expect(broken).rejects.toThrow('a fault');
  });
});
