import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { eventually } from '../support/eventually.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TINY = join(ROOT, 'tests/fixtures/tiny/agent.mjs');

/** How a coder fails: with its words on standard error, some of them long, wide, or without a blank. */
const COMPLAINTS = [
  'the quota of this account is used up',
  `cannot reach https://models.example/v1/${'segment/'.repeat(40)}completions`,
  '模型服务暂时不可用,请稍后再试 🚧 '.repeat(6),
  'x'.repeat(3_000),
] as const;

/** A system with many projects, some of whose coders fail, and the command line that looks at it. */
export interface ManyProjects {
  readonly world: World;
  readonly chimera: Chimera;
  readonly projects: readonly string[];
  /** The projects whose coder fails. */
  readonly failing: readonly string[];
  /** What a command of `chimera` prints in a pipe, and how it ends. */
  run(...args: readonly string[]): Promise<{ readonly out: string; readonly err: string; readonly code: number }>;
  /** Hands in a task of a project. */
  submit(project: string, key: string, feature?: string): Promise<string>;
}

/** How many, and of how many the coder fails; `pools` besides the default one, which the first projects share out. */
export interface ManyProjectsOptions {
  readonly projects: number;
  readonly failing: number;
  readonly pools: number;
  readonly workers: number;
}

/** A name that is long, and differs from its neighbours in the middle. */
const nameOf = (index: number): string => `payments-platform-${String(index + 1).padStart(2, '0')}-for-northern-europe`;

/** Starts it; the projects share one repository, and each has its own coder, tester and reviewer. */
export async function startManyProjects(options: ManyProjectsOptions): Promise<ManyProjects> {
  const projects = Array.from({ length: options.projects }, (_, index) => nameOf(index));
  const failing = projects.slice(-options.failing || projects.length);
  const poolOf = (index: number) => (index < options.pools ? { pool: `pool-of-team-${index + 1}` } : {});
  const world = await createWorld({
    settings: ({ directory, origin }) => {
      const control = join(directory, 'control');
      const tiny = { command: `node ${TINY}`, env: { TINY_CONTROL: control } };
      const broken = (index: number) => ({
        command: `echo ${JSON.stringify(COMPLAINTS[index % COMPLAINTS.length])} >&2; exit 1`,
      });
      return {
        projects: projects.map((name, index) => ({
          name,
          repository: origin,
          ...poolOf(index),
          staging: { command: `TINY_CONTROL=${control} exec node server.mjs` },
          agents: {
            'e2e-tester-agent': tiny,
            'guardian-agent': tiny,
            'coder-agent': failing.includes(name) ? broken(index) : tiny,
          },
        })),
        pools: Object.fromEntries(
          projects.slice(0, options.pools).map((_, index) => [`pool-of-team-${index + 1}`, { size: 2 }]),
        ),
        retry: { schedule: { max_retries: 3, first_delay_ms: 50 } },
        breaker: { open_seconds: 3_600 },
        health: { sample_seconds: 1, remediation: { enabled: false } },
      };
    },
  });
  const chimera = await world.start('--workers', String(options.workers), '--max-concurrent', '6');
  return {
    world,
    chimera,
    projects,
    failing,
    async run(...args) {
      const { stdout, stderr, exitCode } = await execa(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], {
        env: { CHIMERA_API_URL: chimera.apiUrl, CHIMERA_HOME: world.data, COLUMNS: '200' },
        reject: false,
        stripFinalNewline: false,
      });
      return { out: stdout, err: stderr, code: exitCode ?? -1 };
    },
    submit: (project, key, feature) =>
      eventually(`${key} is taken`, () =>
        world.submit(chimera, key, { project, ...(feature === undefined ? {} : { feature }) }).catch(() => undefined),
      ),
  };
}
