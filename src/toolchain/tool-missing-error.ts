import { toolTitles, type ToolName } from './tool.ts';

/** One tool that could be neither found nor installed, and everything that was tried, in order. */
export interface MissingTool {
  readonly tool: ToolName;
  readonly tried: readonly string[];
}

const advice: Readonly<Record<ToolName, string>> = {
  temporal:
    'put `temporal` (https://docs.temporal.io/cli) on PATH, set CHIMERA_TEMPORAL_CLI to its path, or install Go 1.25 or newer',
  'temporal-test-server':
    'install Java 11 or newer and Maven, or set CHIMERA_TEMPORAL_TEST_SERVER to the path of a temporal-test-server',
  chromium: 'install Chromium or Google Chrome, or set CHIMERA_CHROMIUM to its path',
  ffmpeg: 'install FFmpeg (Debian: `apt-get install ffmpeg`), or set CHIMERA_FFMPEG to its path',
  postgres:
    'install the PostgreSQL server (Debian: `apt-get install postgresql`), or set CHIMERA_POSTGRES_BIN to the directory that holds initdb, pg_ctl and postgres',
  toxiproxy:
    'install Go 1.25 or newer, or set CHIMERA_TOXIPROXY to the path of a toxiproxy-server (https://github.com/Shopify/toxiproxy)',
  prometheus:
    'install Prometheus (Debian: `apt-get install prometheus`), or set CHIMERA_PROMETHEUS to the path of the server, beside which promtool stands',
  schemathesis:
    'install Python 3.11 or newer with pip and venv (Debian: `apt-get install python3-venv`), or set CHIMERA_SCHEMATHESIS to the path of the program (https://schemathesis.readthedocs.io)',
  faketime: 'install faketime (Debian: `apt-get install faketime`), or set CHIMERA_FAKETIME to its path',
  bubblewrap:
    'install bubblewrap (Debian: `apt-get install bubblewrap`), or set CHIMERA_BUBBLEWRAP to the path of bwrap',
  'git-lfs': 'install Git LFS (Debian: `apt-get install git-lfs`) and put it on PATH',
  git: 'install Git 2.30 or newer and put it on PATH, or set CHIMERA_GIT to its path',
};

function describe({ tool, tried }: MissingTool): string {
  return [
    `${toolTitles[tool]} could not be found or installed.`,
    ...tried.map((attempt) => `  tried: ${attempt}`),
    `  what you can do: ${advice[tool]}; then run \`npm run setup\` again.`,
  ].join('\n');
}

/** Thrown when tools are missing; its message lists, for each, what was tried and what a person can do. */
export class ToolMissingError extends Error {
  override readonly name = 'ToolMissingError';
  readonly missing: readonly MissingTool[];

  constructor(missing: readonly MissingTool[]) {
    super(missing.map(describe).join('\n'));
    this.missing = missing;
  }
}
