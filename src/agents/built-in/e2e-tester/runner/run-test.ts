import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { runProcess, type ProcessResult } from '../../../process/run-process.ts';
import {
  configSource,
  DEFAULT_RUN_LIMITS,
  playwrightProgram,
  tsconfigSource,
  type RunLimits,
} from './playwright-config.ts';
import { parseProgressLine, type ProgressEvent } from './progress.ts';
import { readReport, type ReadReport } from './report.ts';
import type { RunFault, TestRun } from './test-run.ts';
import { verdictOf } from './verdict.ts';
import { offerFfmpeg } from './video-encoder.ts';

/** The programs a run needs, as absolute paths; without ffmpeg no video is made. */
export interface BrowserPrograms {
  readonly chromium: string;
  readonly ffmpeg?: string;
}

/** One run of one test file against one deployment of the site. */
export interface RunTestOptions extends BrowserPrograms {
  /** The project's checkout, absolute; the test runs with it as its current directory. */
  readonly workspace: string;
  /** Relative to the checkout. */
  readonly testPath: string;
  readonly baseUrl: string;
  /** Absolute; report, log, screenshots, traces and videos are left here. */
  readonly artifacts: string;
  readonly limits?: Partial<RunLimits>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
}

/**
 * Runs a test file with Playwright's own runner, in its own process, and reads how it ended.
 *
 * Whatever goes wrong with the test or the runner is a crashed run, never a passed one. Rejects with the signal's reason
 * when it is aborted; every process of the run, browsers included, is gone when the promise settles.
 */
export async function runTest(options: RunTestOptions): Promise<TestRun> {
  options.signal?.throwIfAborted();
  const log = path.join(options.artifacts, 'playwright.log');
  await mkdir(options.artifacts, { recursive: true });
  const testFile = await fileBelow(options.workspace, options.testPath);
  if (testFile === undefined) {
    await writeFile(log, '');
    return crashed(log, { at: 'test', message: `the test file ${options.testPath} does not exist in the checkout` });
  }
  // Short, since the browser makes sockets below it; away from the project, which a run does not change.
  const scratch = await mkdtemp(path.join(await realpath(os.tmpdir()), 'chimera-e2e-'));
  try {
    return await runIn(scratch, testFile, log, options);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(scratch: string, testFile: string, log: string, options: RunTestOptions): Promise<TestRun> {
  const limits = { ...DEFAULT_RUN_LIMITS, ...options.limits };
  const report = path.join(options.artifacts, 'report.json');
  await rm(report, { force: true });
  const config = await prepare(scratch, testFile, report, limits, options);
  const limit = AbortSignal.timeout(limits.run);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  let ended: ProcessResult;
  try {
    ended = await runPlaywright(scratch, config, log, signal, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!limit.aborted) throw error;
    return crashed(log, { at: 'runner', message: `the run was stopped at its limit of ${limits.run / 1_000} s` });
  }
  const read = await readFile(report, 'utf8')
    .then(readReport)
    .catch(() => undefined);
  if (read === undefined) {
    const how = ended.signal ?? `code ${ended.exitCode ?? '?'}`;
    return crashed(log, {
      at: 'runner',
      message: `the runner ended with ${how} and without a report: ${ended.tail.slice(-2_000)}`,
    });
  }
  return { ...verdictOf(read, ended.exitCode ?? undefined), ...evidence(read), report, log };
}

const evidence = ({ scenarios, screenshots, traces, videos }: ReadReport) => ({
  scenarios,
  screenshots,
  traces,
  videos,
});

async function prepare(
  scratch: string,
  testFile: string,
  reportFile: string,
  limits: RunLimits,
  { workspace, baseUrl, artifacts, chromium, ffmpeg }: RunTestOptions,
): Promise<string> {
  const config = path.join(scratch, 'playwright.config.mjs');
  const tsconfigFile = path.join(scratch, 'tsconfig.json');
  await mkdir(path.join(scratch, 'tmp'));
  if (ffmpeg !== undefined) await offerFfmpeg(path.join(scratch, 'browsers'), ffmpeg);
  await writeFile(tsconfigFile, tsconfigSource(workspace));
  await writeFile(
    config,
    configSource({
      testFile,
      workspace,
      baseUrl,
      reportFile,
      tsconfigFile,
      chromium,
      limits,
      outputDirectory: path.join(artifacts, 'scenarios'),
      progressReporter: path.join(import.meta.dirname, `progress-reporter${path.extname(import.meta.filename)}`),
      // Chromium's own sandbox refuses to work for the root user.
      sandbox: process.getuid?.() !== 0,
      video: ffmpeg !== undefined,
    }),
  );
  return config;
}

async function runPlaywright(
  scratch: string,
  config: string,
  log: string,
  signal: AbortSignal,
  { workspace, ffmpeg, onProgress }: RunTestOptions,
): Promise<ProcessResult> {
  const logFile = createWriteStream(log);
  // A log that cannot be written loses the log, not the run.
  logFile.on('error', () => undefined);
  try {
    return await runProcess({
      command: [process.execPath, playwrightProgram(), 'test', '--config', config],
      cwd: workspace,
      env: {
        NO_COLOR: '1',
        TMPDIR: path.join(scratch, 'tmp'),
        ...(ffmpeg !== undefined && { PLAYWRIGHT_BROWSERS_PATH: path.join(scratch, 'browsers') }),
      },
      signal,
      onStdout: (line) => {
        const event = parseProgressLine(line);
        if (event === undefined) logFile.write(`${line}\n`);
        else onProgress?.(event);
      },
      onStderr: (line) => logFile.write(`${line}\n`),
    });
  } finally {
    await finished(logFile.end()).catch(() => undefined);
  }
}

/** The real path of a file that lies below the folder; undefined when there is no such file, or it lies elsewhere. */
async function fileBelow(folder: string, relative: string): Promise<string | undefined> {
  const root = await realpath(folder);
  const file = await realpath(path.resolve(root, relative)).catch(() => undefined);
  if (!file?.startsWith(root + path.sep)) return undefined;
  return (await stat(file)).isFile() ? file : undefined;
}

const crashed = (log: string, fault: RunFault): TestRun => ({
  status: 'crashed',
  fault,
  scenarios: [],
  log,
  screenshots: [],
  traces: [],
  videos: [],
});
