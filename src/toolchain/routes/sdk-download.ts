import { createWriteStream } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { installFolder } from '../installed-folder.ts';
import { runProgram } from '../run-program.ts';
import type { Installation, InstallStep } from '../tool.ts';

type SdkDownload = Extract<InstallStep, { readonly route: 'sdk-download' }>;

const ASK_TIMEOUT_MS = 10_000;
const FETCH_TIMEOUT_MS = 10 * 60_000;
const UNPACK_TIMEOUT_MS = 2 * 60_000;

interface DownloadInfo {
  readonly archiveUrl: string;
  readonly fileToExtract: string;
}

function isDownloadInfo(value: unknown): value is DownloadInfo {
  return (
    typeof value === 'object' &&
    value !== null &&
    'archiveUrl' in value &&
    typeof value.archiveUrl === 'string' &&
    'fileToExtract' in value &&
    typeof value.fileToExtract === 'string'
  );
}

async function get(url: URL, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url.host} answered ${response.status}`);
  return response;
}

async function askWhere(
  { artifact, sdk }: SdkDownload,
  { machine }: Installation,
  origin: string,
): Promise<DownloadInfo> {
  const url = new URL(`/${artifact}/default`, origin);
  url.search = new URLSearchParams({
    arch: machine.arch === 'x64' ? 'amd64' : machine.arch,
    platform: machine.platform,
    format: 'tar.gz',
    'sdk-name': 'sdk-typescript',
    'sdk-version': sdk,
  }).toString();
  const info: unknown = await (await get(url, ASK_TIMEOUT_MS)).json();
  if (!isDownloadInfo(info)) throw new Error(`${url.host} did not say where the download is`);
  return info;
}

/**
 * Installs the program that Temporal's download service has for our SDK, the same that the SDK's own test environment
 * would fetch. Unreachable, it fails within seconds.
 */
export async function installFromSdkDownload(
  installation: Installation,
  step: SdkDownload,
  origin = 'https://temporal.download',
): Promise<void> {
  installation.report(`asking ${new URL(origin).host} for a download`);
  const { archiveUrl, fileToExtract } = await askWhere(step, installation, origin);
  await installFolder(installation.cacheDirectory, step.folder, async (draft) => {
    installation.report(`downloading ${basename(new URL(archiveUrl).pathname)}`);
    const { body } = await get(new URL(archiveUrl), FETCH_TIMEOUT_MS);
    if (!body) throw new Error('the download is empty');
    const archive = join(draft, 'download.tar.gz');
    await pipeline(Readable.fromWeb(body), createWriteStream(archive));
    await runProgram('tar', ['-xzf', archive, '-C', draft, '--', fileToExtract], { timeoutMs: UNPACK_TIMEOUT_MS });
    await rm(archive);
    await chmod(join(draft, fileToExtract), 0o755);
    const version = `for SDK ${step.sdk}`;
    return { executable: fileToExtract, version, source: "Temporal's download", needs: [] };
  });
}
