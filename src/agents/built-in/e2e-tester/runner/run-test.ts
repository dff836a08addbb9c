import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { type ExpectedEnd, scenariosAtOnce } from '../../../../domain/scenario-room.ts';
import { runProcess, type ProcessResult } from '../../../process/run-process.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
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
  /** The project's checkout, absolute; the test runs with it as its current directory, and may not change it. */
  readonly workspace: string;
  /** Relative to the checkout. */
  readonly testPath: string;
  readonly baseUrl: string;
  /** Absolute; report, log, screenshots, traces and videos are left here. */
  readonly artifacts: string;
  readonly limits?: Partial<RunLimits>;
  /** The most scenarios at once, of those that may run side by side (1). */
  readonly mostAtOnce?: number;
  /** How they are expected to end (`passed`); it decides how many a core has time for. */
  readonly expected?: ExpectedEnd;
  readonly sandbox: Sandbox;
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
  // Among the artifacts, which no program of the task may change: the runner's configuration is part of the proof.
  const scratch = await mkdtemp(path.join(await realpath(options.artifacts), '.run-'));
  try {
    return await runIn(scratch, testFile, log, options);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(scratch: string, testFile: string, log: string, options: RunTestOptions): Promise<TestRun> {
  const limits = { ...DEFAULT_RUN_LIMITS, ...options.limits };
  const config = await prepare(scratch, testFile, limits, options);
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
  const read = reportIn(ended);
  if (read === undefined) {
    const how = ended.signal ?? `code ${ended.exitCode ?? '?'}`;
    return crashed(log, {
      at: 'runner',
      message: `the runner ended with ${how} and without a report: ${ended.tail.slice(-2_000)}`,
    });
  }
  const report = path.join(options.artifacts, 'report.json');
  await writeFile(report, ended.report ?? '');
  return { ...verdictOf(read, ended.exitCode ?? undefined), ...evidence(read), report, log };
}

function reportIn({ report = '' }: ProcessResult): ReadReport | undefined {
  try {
    return readReport(report);
  } catch {
    return undefined;
  }
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
  limits: RunLimits,
  { workspace, baseUrl, artifacts, chromium, ffmpeg, mostAtOnce = 1, expected = 'passed' }: RunTestOptions,
): Promise<string> {
  const config = path.join(scratch, 'playwright.config.mjs');
  const tsconfigFile = path.join(scratch, 'tsconfig.json');
  if (ffmpeg !== undefined) await offerFfmpeg(path.join(scratch, 'browsers'), ffmpeg);
  const room = { cores: os.availableParallelism(), freeBytes: process.availableMemory() };
  await writeFile(tsconfigFile, tsconfigSource(workspace));
  await writeFile(
    config,
    configSource({
      testFile,
      workspace,
      baseUrl,
      tsconfigFile,
      chromium,
      limits,
      outputDirectory: path.join(artifacts, 'scenarios'),
      reporters: ['progress-reporter', 'outcome-reporter'].map(ownModule),
      // Chromium's own sandbox refuses to work for the root user.
      sandbox: process.getuid?.() !== 0,
      video: ffmpeg !== undefined,
      atOnce: scenariosAtOnce(room, mostAtOnce, expected),
    }),
  );
  return config;
}

async function runPlaywright(
  scratch: string,
  config: string,
  log: string,
  signal: AbortSignal,
  { workspace, artifacts, chromium, ffmpeg, sandbox, onProgress }: RunTestOptions,
): Promise<ProcessResult> {
  const logFile = createWriteStream(log);
  // A log that cannot be written loses the log, not the run.
  logFile.on('error', () => undefined);
  const confine = sandbox.forProof({
    readable: [workspace, scratch, chromium, ...(ffmpeg === undefined ? [] : [ffmpeg])],
    writable: [artifacts],
  });
  const temporary = await temporaryDirectory(sandbox);
  try {
    return await runProcess({
      command: [process.execPath, playwrightProgram(), 'test', '--config', config],
      cwd: workspace,
      confine,
      takesReport: true,
      env: {
        NO_COLOR: '1',
        // Nobody's settings: a browser, its certificates and its fonts can be set up in a home directory.
        HOME: temporary.path,
        XDG_CONFIG_HOME: path.join(temporary.path, 'config'),
        XDG_CACHE_HOME: path.join(temporary.path, 'cache'),
        XDG_DATA_HOME: path.join(temporary.path, 'data'),
        TMPDIR: temporary.path,
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
    await temporary.remove();
  }
}

const ownModule = (name: string): string => path.join(import.meta.dirname, name + path.extname(import.meta.filename));

/**
 * Where a run keeps its temporary files; short, since the browser makes sockets below it. In a sandbox the system's own
 * place for them is the run's alone.
 */
async function temporaryDirectory({ on }: Sandbox): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const place = await realpath(os.tmpdir());
  if (on) return { path: place, remove: () => Promise.resolve() };
  const own = await mkdtemp(path.join(place, 'chimera-e2e-'));
  return { path: own, remove: () => rm(own, { recursive: true, force: true, maxRetries: 5 }) };
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
