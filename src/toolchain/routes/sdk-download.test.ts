import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readInstalled } from '../installed-folder.ts';
import { temporaryDirectory, writeScript } from '../temporary-directory.testsuite.ts';
import type { Installation } from '../tool.ts';
import { installFromSdkDownload } from './sdk-download.ts';

const artifact = { route: 'sdk-download', artifact: 'cli', sdk: '1.24.0', folder: 'temporal-cli' } as const;

interface Answer {
  readonly status?: number;
  readonly body: string | Buffer;
}

async function serve(answer: (url: URL) => Answer): Promise<{ origin: string; asked: URL[] }> {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(url);
    const { status = 200, body } = answer(url);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const installation = (cacheDirectory: string): Installation => ({
  machine: { env: {}, platform: 'linux', arch: 'x64', home: '/', isRoot: false },
  cacheDirectory,
  report: () => undefined,
});

async function archive(): Promise<Buffer> {
  const directory = await temporaryDirectory();
  await writeScript(join(directory, 'temporal'), 'echo temporal version 1.5.1');
  const { stdout } = await execa('tar', ['-cz', '-C', directory, 'temporal'], { encoding: 'buffer' });
  return Buffer.from(stdout);
}

describe("Temporal's download", () => {
  it('is asked for what suits our SDK and computer, and is unpacked into the cache', async () => {
    const cache = await temporaryDirectory();
    const packed = await archive();
    const { origin, asked } = await serve(({ pathname, port }) =>
      pathname === '/file.tar.gz'
        ? { body: packed }
        : { body: JSON.stringify({ archiveUrl: `${origin}/file.tar.gz${port}`, fileToExtract: 'temporal' }) },
    );
    await installFromSdkDownload(installation(cache), artifact, origin);
    expect(asked[0]?.pathname).toBe('/cli/default');
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({ arch: 'amd64', platform: 'linux' });
    const installed = await readInstalled(cache, 'temporal-cli');
    expect((await execa(installed?.executable ?? 'absent')).stdout).toBe('temporal version 1.5.1');
    expect((await readdir(join(cache, 'temporal-cli'))).sort()).toEqual(['installed.json', 'temporal']);
  });

  it.each([
    ['is refused', { status: 503, body: '' }, 'answered 503'],
    ['answers something else', { body: '{}' }, 'did not say where'],
  ])('leaves nothing behind when it %s', async (_how, answer, message) => {
    const cache = await temporaryDirectory();
    const { origin } = await serve(() => answer);
    await expect(installFromSdkDownload(installation(cache), artifact, origin)).rejects.toThrow(message);
    expect(await readdir(cache)).toEqual([]);
  });

  it('leaves nothing behind when the archive is damaged', async () => {
    const cache = await temporaryDirectory();
    const { origin } = await serve(({ pathname }) =>
      pathname === '/file.tar.gz'
        ? { body: 'not an archive' }
        : { body: JSON.stringify({ archiveUrl: `${origin}/file.tar.gz`, fileToExtract: 'temporal' }) },
    );
    await expect(installFromSdkDownload(installation(cache), artifact, origin)).rejects.toThrow('tar');
    expect(await readdir(cache)).toEqual([]);
  });
});
