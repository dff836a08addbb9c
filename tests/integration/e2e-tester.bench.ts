import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import {
  runTest,
  type BrowserPrograms,
  type RunTestOptions,
} from '../../src/agents/built-in/e2e-tester/runner/run-test.ts';
import type { TestRun } from '../../src/agents/built-in/e2e-tester/runner/test-run.ts';
import { writeTest } from '../../src/agents/built-in/e2e-tester/writer/write-test.ts';
import type { Feature } from '../../src/feature/step.ts';
import { findTool } from '../../src/toolchain/index.ts';
import { type Site, startSite } from './e2e-tester.site.ts';
import { NO_SANDBOX, type Sandbox } from '../../src/agents/sandbox/sandbox.ts';
import { sandboxOver } from '../support/sandbox.ts';

/** Where every test of the bench puts its test file, relative to the project. */
export const TEST_PATH = 'tests/e2e/chimera/feature.spec.ts';

/** The browser that the set-up has found or installed, and the video encoder if there is one. */
export async function browserPrograms(): Promise<BrowserPrograms> {
  const chromium = await findTool('chromium');
  if (!chromium) throw new Error('Chromium is missing: run the set-up first');
  const ffmpeg = (await findTool('ffmpeg'))?.path;
  return { chromium: chromium.path, ...(ffmpeg !== undefined && { ffmpeg }) };
}

/** A site, and for each test an empty project and a folder for temporary files; call it once in a test file. */
export class Bench {
  site: Site = { url: '', stop: () => Promise.resolve() };
  folder = '';
  workspace = '';
  /** Where tests run; a real one over the bench's folder. */
  private sandbox: Sandbox = NO_SANDBOX;
  private programs: BrowserPrograms = { chromium: '' };

  constructor() {
    beforeAll(async () => {
      this.programs = await browserPrograms();
      this.site = await startSite();
    });
    afterAll(() => this.site.stop());
    beforeEach(async () => {
      this.folder = await mkdtemp(path.join(os.tmpdir(), 'e2e-tester-'));
      this.workspace = path.join(this.folder, 'shop');
      await mkdir(path.join(this.workspace, path.dirname(TEST_PATH)), { recursive: true });
      vi.stubEnv('TMPDIR', path.join(this.folder, 'tmp'));
      await mkdir(os.tmpdir());
      this.sandbox = await sandboxOver(path.join(this.folder, 'data'));
      return async () => {
        vi.unstubAllEnvs();
        await rm(this.folder, { recursive: true, force: true });
      };
    });
  }

  /** The video encoder of this host, to be given to a run that is to make videos; the others go without, to be quick. */
  get encoder(): Pick<BrowserPrograms, 'ffmpeg'> {
    const { ffmpeg } = this.programs;
    return ffmpeg === undefined ? {} : { ffmpeg };
  }

  put(file: string, text: string): Promise<void> {
    return writeFile(path.join(this.workspace, file), text);
  }

  run(more: Partial<RunTestOptions> = {}): Promise<TestRun> {
    return runTest({
      chromium: this.programs.chromium,
      workspace: this.workspace,
      testPath: TEST_PATH,
      baseUrl: this.site.url,
      sandbox: this.sandbox,
      artifacts: path.join(this.folder, 'artifacts'),
      limits: { expectation: 2_000, interaction: 3_000 },
      ...more,
    });
  }

  async runFeature(asked: Feature, more: Partial<RunTestOptions> = {}): Promise<TestRun> {
    await this.put(TEST_PATH, writeTest(asked, { taskId: 'chimera-000000000001', targetUrl: 'https://shop.example' }));
    return this.run(more);
  }
}
