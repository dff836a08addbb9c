import { createRequire } from 'node:module';
import path from 'node:path';

/** Time limits in ms: one expectation, one interaction, one scenario, the whole run. */
export interface RunLimits {
  readonly expectation: number;
  readonly interaction: number;
  readonly scenario: number;
  readonly run: number;
}

/** Limits for a site that answers at human speed; a run ends before the longest phase that runs tests does. */
export const DEFAULT_RUN_LIMITS: RunLimits = {
  expectation: 5_000,
  interaction: 10_000,
  scenario: 30_000,
  run: 590_000,
};

/** What the configuration of one run is made from; paths are absolute. */
export interface RunPlan {
  readonly testFile: string;
  readonly workspace: string;
  readonly baseUrl: string;
  readonly outputDirectory: string;
  /** Modules of Chimera's own that report the run. */
  readonly reporters: readonly string[];
  readonly tsconfigFile: string;
  readonly chromium: string;
  readonly sandbox: boolean;
  readonly video: boolean;
  /** Scenarios at once, where the test file says that they may run side by side. */
  readonly atOnce: number;
  readonly limits: RunLimits;
}

const QUIET_BROWSER = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

const require = createRequire(import.meta.url);

/** The command-line program of the Playwright that Chimera depends on. */
export const playwrightProgram = (): string => path.join(playwrightPackage(), 'cli.js');

const playwrightPackage = (): string => path.dirname(require.resolve('@playwright/test/package.json'));

/** A base URL that ends in '/', so that './cart' stays below a site in a folder of its host. */
const siteRoot = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** Playwright's configuration for one test file, as the source of a module that imports nothing. */
export function configSource(plan: RunPlan): string {
  const config = {
    testDir: path.dirname(plan.testFile),
    tsconfig: plan.tsconfigFile,
    outputDir: plan.outputDirectory,
    workers: plan.atOnce,
    retries: 0,
    fullyParallel: false,
    forbidOnly: true,
    updateSnapshots: 'none',
    timeout: plan.limits.scenario,
    expect: { timeout: plan.limits.expectation },
    reporter: [['list'], ...plan.reporters.map((reporter) => [reporter])],
    use: {
      baseURL: siteRoot(plan.baseUrl),
      browserName: 'chromium',
      headless: true,
      actionTimeout: plan.limits.interaction,
      navigationTimeout: plan.limits.scenario / 2,
      screenshot: 'on',
      trace: 'on',
      video: plan.video ? 'on' : 'off',
      launchOptions: {
        executablePath: plan.chromium,
        args: [...QUIET_BROWSER, ...(plan.sandbox ? [] : ['--no-sandbox'])],
      },
    },
  };
  const onlyThisFile = `^${plan.testFile.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')}$`;
  return [
    `const config = ${JSON.stringify(config, undefined, 2)};`,
    `config.testMatch = new RegExp(${JSON.stringify(onlyThisFile)});`,
    'export default config;',
    '',
  ].join('\n');
}

/**
 * The TypeScript settings of a run: a test's `@playwright/test` is Chimera's own, whatever the project has installed,
 * since a runner refuses a second copy; the project's own path mappings go on working.
 */
export function tsconfigSource(workspace: string): string {
  return JSON.stringify({
    compilerOptions: {
      allowJs: true,
      paths: { '@playwright/test': [path.join(playwrightPackage(), 'index.mjs')] },
    },
    references: [{ path: path.join(workspace, 'tsconfig.json') }],
  });
}
