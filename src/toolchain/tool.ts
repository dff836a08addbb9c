/** The outside programs Chimera needs. `postgres` is found as the directory of its programs, the others as a file. */
export type ToolName =
  | 'temporal'
  | 'temporal-test-server'
  | 'chromium'
  | 'ffmpeg'
  | 'postgres'
  | 'git'
  | 'bubblewrap'
  | 'git-lfs'
  | 'toxiproxy'
  | 'faketime'
  | 'prometheus'
  | 'schemathesis';

/** Every tool, in the order in which they are reported. */
export const toolNames: readonly ToolName[] = [
  'git',
  'bubblewrap',
  'git-lfs',
  'temporal',
  'temporal-test-server',
  'chromium',
  'ffmpeg',
  'postgres',
  'toxiproxy',
  'faketime',
  'prometheus',
  'schemathesis',
];

/** Tools that only some systems have, and that nothing takes on the others. */
export const onlyOn: Readonly<Partial<Record<ToolName, NodeJS.Platform>>> = { bubblewrap: 'linux' };

/** Tools that Chimera can do without, and what is not done then. */
export const lossWithout: Readonly<Partial<Record<ToolName, string>>> = {
  ffmpeg: 'no videos will be made',
  'git-lfs': 'projects with files in Git LFS will be refused',
  faketime: 'no clock will be made to jump',
  prometheus: 'the rules for Prometheus will not be tested',
  schemathesis: 'the API will not be tried with generated requests',
};

/** What a person calls each tool. */
export const toolTitles: Readonly<Record<ToolName, string>> = {
  temporal: 'Temporal CLI',
  'temporal-test-server': 'Temporal time-skipping server',
  chromium: 'Chromium',
  ffmpeg: 'FFmpeg',
  postgres: 'PostgreSQL',
  git: 'Git',
  bubblewrap: 'bubblewrap',
  'git-lfs': 'Git LFS',
  toxiproxy: 'Toxiproxy',
  faketime: 'faketime',
  prometheus: 'Prometheus',
  schemathesis: 'Schemathesis',
};

/** A tool that is there: its absolute path (for `postgres` the directory), version, and how it was come by. */
export interface FoundTool {
  readonly path: string;
  readonly version: string;
  readonly source: string;
}

/** One step of progress on one tool, as a sentence fragment that can follow the tool's title. */
export interface ToolProgress {
  readonly tool: ToolName;
  readonly message: string;
}
