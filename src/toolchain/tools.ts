import { PRESET_PACKAGES, type PresetPackage } from '../domain/preset.ts';
import type { InstallStep, Place, Route, Tool, ToolName } from './tool.ts';

/** The Temporal SDK in use, by which Temporal's download service chooses a server that suits it. */
const TEMPORAL_SDK = '1.24.0';
/** The releases that are built or fetched when none is found. */
const TEMPORAL_CLI = '1.5.1';
const TEST_SERVER = '1.32.0';
const TOXIPROXY = '2.12.0';
const SCHEMATHESIS = '4.32.5';
const GITEA = '1.27.3';

const onPath = (...names: readonly string[]): readonly Place[] =>
  names.map((command) => ({ kind: 'command', command }));

const sdkDownload = (artifact: 'cli' | 'temporal-test-server', name: string): InstallStep => ({
  route: 'sdk-download',
  artifact,
  sdk: TEMPORAL_SDK,
  folder: `${name}-for-sdk-${TEMPORAL_SDK}`,
});

/** A coding agent, at the version that its preset was written for and no other: they change from week to week. */
const codingAgent = (
  title: string,
  variable: string,
  { name, version }: PresetPackage,
  step: { readonly program: string; readonly size: string },
): Tool => ({
  title,
  variable,
  places: () => [],
  version: { pattern: /(?:^| )(\d{1,6}\.\d{1,6}\.\d{1,6})/ },
  install: [{ route: 'npm', name, version, folder: `${step.program}-${version}`, ...step }],
  advice: `install npm, or set ${variable} to the path of the program`,
  loss: 'it will not be tried with real work',
});

const apt = (...packages: readonly string[]): InstallStep => ({ route: 'apt', packages });

/** Every tool, in the order in which they are reported. */
export const tools: Readonly<Record<ToolName, Tool>> = {
  git: {
    title: 'Git',
    variable: 'CHIMERA_GIT',
    places: () => onPath('git'),
    version: { pattern: /git version (\d+(?:\.\d+)+)/, minimum: '2.30' },
    install: [],
    advice: 'install Git 2.30 or newer and put it on PATH, or set CHIMERA_GIT to its path',
    inDemo: true,
  },
  bubblewrap: {
    title: 'bubblewrap',
    variable: 'CHIMERA_BUBBLEWRAP',
    places: () => onPath('bwrap'),
    version: { pattern: /^bubblewrap (\d+(?:\.\d+)+)/m, minimum: '0.4' },
    install: [apt('bubblewrap')],
    advice: 'install bubblewrap (Debian: `apt-get install bubblewrap`), or set CHIMERA_BUBBLEWRAP to the path of bwrap',
    inDemo: true,
    onlyOn: 'linux',
  },
  'git-lfs': {
    title: 'Git LFS',
    variable: 'CHIMERA_GIT_LFS',
    places: () => onPath('git-lfs'),
    version: { pattern: /^git-lfs\/(\d+(?:\.\d+)+)/m, minimum: '2.10' },
    install: [apt('git-lfs')],
    advice: 'install Git LFS (Debian: `apt-get install git-lfs`) and put it on PATH',
    loss: 'projects with files in Git LFS will be refused',
  },
  temporal: {
    title: 'Temporal CLI',
    variable: 'CHIMERA_TEMPORAL_CLI',
    places: () => onPath('temporal'),
    version: {
      pattern: /^temporal version .*\(Server v?(\d+(?:\.\d+)+)/m,
      minimum: '1.27',
      own: /temporal version (\d+\.\d+\.\d+)(?!\S*DEV)/,
    },
    install: [
      sdkDownload('cli', 'temporal-cli'),
      {
        // It takes 200 MB.
        route: 'go-install',
        folder: `temporal-cli-${TEMPORAL_CLI}`,
        version: TEMPORAL_CLI,
        source: `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI}`,
        executable: 'temporal',
        flags: ['-ldflags', `-s -w -X github.com/temporalio/cli/temporalcli.Version=${TEMPORAL_CLI}`],
        answer: TEMPORAL_CLI,
        takes: 'about 4 minutes',
      },
    ],
    advice:
      'put `temporal` (https://docs.temporal.io/cli) on PATH, set CHIMERA_TEMPORAL_CLI to its path, or install Go 1.25 or newer',
    inDemo: true,
  },
  'temporal-test-server': {
    title: 'Temporal time-skipping server',
    variable: 'CHIMERA_TEMPORAL_TEST_SERVER',
    places: () => onPath('temporal-test-server'),
    // It has no version flag; called without a port it prints its usage and fails.
    version: { arguments: [], pattern: /Usage: \S+ <port>/ },
    install: [
      sdkDownload('temporal-test-server', 'temporal-test-server'),
      { route: 'maven', version: TEST_SERVER, slf4j: '2.0.16', folder: `temporal-test-server-${TEST_SERVER}` },
    ],
    advice:
      'install Java 11 or newer and Maven, or set CHIMERA_TEMPORAL_TEST_SERVER to the path of a temporal-test-server',
  },
  chromium: {
    title: 'Chromium',
    variable: 'CHIMERA_CHROMIUM',
    // The headless shell first: it takes a third of the processor time that the whole browser takes.
    places: ({ platform }) => [
      ...onPath('chromium-headless-shell'),
      { kind: 'playwright', program: 'browser' },
      ...onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
      ...(platform === 'darwin'
        ? [{ kind: 'file', path: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' } as const]
        : []),
    ],
    version: { pattern: /(?:Chromium|Google Chrome)(?: [A-Za-z]+){0,3} (\d+(?:\.\d+)+)/, minimum: '110' },
    install: [{ route: 'playwright' }, apt('chromium-headless-shell', 'fonts-liberation')],
    advice: 'install Chromium or Google Chrome, or set CHIMERA_CHROMIUM to its path',
    inDemo: true,
  },
  ffmpeg: {
    title: 'FFmpeg',
    variable: 'CHIMERA_FFMPEG',
    places: () => [...onPath('ffmpeg'), { kind: 'playwright', program: 'encoder' }],
    version: { arguments: ['-version'], pattern: /^ffmpeg version (\S+)/m },
    install: [apt('ffmpeg')],
    advice: 'install FFmpeg (Debian: `apt-get install ffmpeg`), or set CHIMERA_FFMPEG to its path',
    inDemo: true,
    loss: 'no videos will be made',
  },
  postgres: {
    title: 'PostgreSQL',
    variable: 'CHIMERA_POSTGRES_BIN',
    places: ({ platform }) => [
      ...onPath('initdb'),
      ...(platform === 'linux' ? [{ kind: 'versioned', parent: '/usr/lib/postgresql', below: 'bin' } as const] : []),
    ],
    version: { pattern: /\(PostgreSQL\) (\d+(?:\.\d+)*)/, minimum: '13' },
    install: [apt('postgresql')],
    advice:
      'install the PostgreSQL server (Debian: `apt-get install postgresql`), or set CHIMERA_POSTGRES_BIN to the directory that holds initdb, pg_ctl and postgres',
    programs: ['postgres', 'initdb', 'pg_ctl'],
  },
  toxiproxy: {
    title: 'Toxiproxy',
    variable: 'CHIMERA_TOXIPROXY',
    places: () => onPath('toxiproxy-server'),
    version: { pattern: /^toxiproxy-server version (\S+)/m },
    install: [
      {
        route: 'go-install',
        folder: `toxiproxy-${TOXIPROXY}`,
        version: TOXIPROXY,
        source: `github.com/Shopify/toxiproxy/v2/cmd/server@v${TOXIPROXY}`,
        executable: 'server',
        flags: [],
        // A build without its makefile does not know its number.
        answer: 'toxiproxy-server version',
        takes: 'about a minute',
      },
    ],
    advice:
      'install Go 1.25 or newer, or set CHIMERA_TOXIPROXY to the path of a toxiproxy-server (https://github.com/Shopify/toxiproxy)',
  },
  faketime: {
    title: 'faketime',
    variable: 'CHIMERA_FAKETIME',
    places: () => onPath('faketime'),
    version: { pattern: /faketime: Version (\d+(?:\.\d+)+)/m, minimum: '0.9.8' },
    install: [apt('faketime')],
    advice: 'install faketime (Debian: `apt-get install faketime`), or set CHIMERA_FAKETIME to its path',
    loss: 'no clock will be made to jump',
  },
  prometheus: {
    title: 'Prometheus',
    variable: 'CHIMERA_PROMETHEUS',
    places: () => onPath('prometheus'),
    version: { pattern: /^prometheus, version (\d+(?:\.\d+)+)/m, minimum: '2.40' },
    install: [apt('prometheus')],
    advice:
      'install Prometheus (Debian: `apt-get install prometheus`), or set CHIMERA_PROMETHEUS to the path of the server, beside which promtool stands',
    loss: 'the rules for Prometheus will not be tested',
  },
  gitea: {
    title: 'Gitea',
    variable: 'CHIMERA_GITEA',
    places: () => [],
    version: { pattern: /^gitea version (\S+)/m },
    install: [
      {
        // It takes 180 MB.
        route: 'go-install',
        folder: `gitea-${GITEA}`,
        version: GITEA,
        source: '.',
        module: { name: `code.gitea.io/gitea@v${GITEA}`, folders: ['options', 'templates', 'public'] },
        executable: 'gitea',
        flags: ['-ldflags', `-s -w -X main.Version=${GITEA}`],
        answer: GITEA,
        takes: 'about 3 minutes',
      },
    ],
    advice: 'install Go 1.26 or newer, or set CHIMERA_GITEA to the path of a gitea that has its folders beside it',
    onlyOn: 'linux',
  },
  schemathesis: {
    title: 'Schemathesis',
    variable: 'CHIMERA_SCHEMATHESIS',
    places: () => onPath('schemathesis'),
    version: { pattern: /, version (\d+(?:\.\d+)+)/, minimum: '4.32' },
    install: [{ route: 'pypi', version: SCHEMATHESIS, folder: `schemathesis-${SCHEMATHESIS}` }],
    advice:
      'install Python 3.11 or newer with pip and venv (Debian: `apt-get install python3-venv`), or set CHIMERA_SCHEMATHESIS to the path of the program (https://schemathesis.readthedocs.io)',
    loss: 'the API will not be tried with generated requests',
  },
  opencode: codingAgent('OpenCode', 'CHIMERA_OPENCODE', PRESET_PACKAGES.opencode, {
    program: 'opencode',
    size: '350 MB',
  }),
  'codex-acp': codingAgent('Codex', 'CHIMERA_CODEX_ACP', PRESET_PACKAGES.codex, {
    program: 'codex-acp',
    size: '460 MB',
  }),
  'gemini-cli': codingAgent('Gemini CLI', 'CHIMERA_GEMINI', PRESET_PACKAGES.gemini, {
    program: 'gemini',
    size: '100 MB',
  }),
};

/** Every tool's name, in the order of the table. */
export const toolNames = Object.keys(tools) as ToolName[];

/** How a tool is installed by one way. @throws {Error} when it is not installed so. */
export function installStep<R extends Route>(tool: ToolName, route: R): Extract<InstallStep, { readonly route: R }> {
  const step = tools[tool].install.find((candidate) => candidate.route === route);
  if (step === undefined) throw new Error(`${tools[tool].title} is not installed by ${route}`);
  return step as Extract<InstallStep, { readonly route: R }>;
}
