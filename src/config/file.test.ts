import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_BREAKER_SETTINGS } from '../domain/circuit-breaker.ts';
import { PATIENT_RETRY_POLICY, STANDARD_RETRY_POLICY } from '../domain/retry-policy.ts';
import { ConfigError } from './config-error.ts';
import { loadConfigFile, parseConfig } from './file.ts';

const FILE = '/etc/chimera/chimera.config.yaml';

const SHOP = `
projects:
  - name: shop
    repository: ../shop
    staging: { command: node server.js }
    agents:
      coder-agent: { command: node coder.mjs }
`;

function reportOf(text: string): string {
  try {
    parseConfig(text, FILE);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
}

describe('a configuration file that is right', () => {
  it('may have many projects that share what stands in one place', () => {
    const one = (index: number): string => `
  - name: shop-${index}
    repository: ../shop
    staging: ${index === 0 ? '&staging { command: node server.js }' : '*staging'}
    agents: ${index === 0 ? '&agents { coder-agent: { command: node coder.mjs } }' : '*agents'}`;
    const text = `projects:${Array.from({ length: 300 }, (_, index) => one(index)).join('')}\n`;
    expect(parseConfig(text, FILE).projects).toHaveLength(300);
  });

  it('gets its defaults', () => {
    const config = parseConfig(SHOP, FILE);
    expect(config.retry).toEqual(STANDARD_RETRY_POLICY);
    expect(config.workspaces).toEqual({ keep_failed_hours: 24 });
    expect(config.heartbeat).toEqual({ interval_ms: 5_000 });
    expect(config.projects[0]).toMatchObject({
      rework: { review_rounds: 0, validation_rounds: 2 },
      scenarios: { site_state: 'shared', most_at_once: 4 },
      staging: { command: 'node server.js', health_path: '/', health_timeout_s: 60 },
      agents: { 'coder-agent': { command: 'node coder.mjs', env: {} } },
    });
  });

  it('may say that phases are not profiled', () => {
    expect(parseConfig(SHOP, FILE).profiling).toEqual({ enabled: true });
    expect(parseConfig(`${SHOP}profiling: { enabled: false }`, FILE).profiling).toEqual({ enabled: false });
  });

  it.each([
    ['../shop', '/etc/shop'],
    ['/srv/shop', '/srv/shop'],
    ['~/shop', join(homedir(), 'shop')],
    ['https://example.org/shop.git', 'https://example.org/shop.git'],
    ['git@example.org:team/shop.git', 'git@example.org:team/shop.git'],
  ])('has the repository %s at %s', (written, meant) => {
    expect(parseConfig(SHOP.replace('../shop', written), FILE).projects[0]?.repository).toBe(meant);
  });

  it('may name the patient schedule', () => {
    expect(parseConfig(`${SHOP}retry: { schedule: patient }`, FILE).retry).toEqual(PATIENT_RETRY_POLICY);
  });

  it('may give a schedule of its own, filled up from the standard one', () => {
    expect(parseConfig(`${SHOP}retry: { schedule: { max_retries: 7, jitter: 0 } }`, FILE).retry).toEqual({
      ...STANDARD_RETRY_POLICY,
      maxRetries: 7,
      jitter: 0,
    });
  });

  it('may say how long a phase waits at most', () => {
    expect(parseConfig(`${SHOP}retry: { longest_wait_hours: 1.5 }`, FILE).retry).toEqual({
      ...STANDARD_RETRY_POLICY,
      longestWaitMs: 5_400_000,
    });
  });

  it('may say how soon an agent’s breaker opens, and how it is tried again', () => {
    expect(parseConfig(SHOP, FILE).breaker).toEqual(DEFAULT_BREAKER_SETTINGS);
    expect(parseConfig(`${SHOP}breaker: { threshold: 2, open_seconds: 1.5, probes: 1 }`, FILE).breaker).toEqual({
      failure_threshold: 2,
      open_ms: 1_500,
      half_open_calls: 1,
      probe_lease_ms: 60_000,
    });
  });

  it('may say how often workers and agents give a sign of life, from 100 ms on', () => {
    expect(parseConfig(`${SHOP}heartbeat: { interval_ms: 100 }`, FILE).heartbeat).toEqual({ interval_ms: 100 });
    expect(reportOf(`${SHOP}heartbeat: { interval_ms: 99 }`)).toContain('heartbeat.interval_ms');
  });

  it('needs no staging when the deployment is a program', () => {
    const text = SHOP.replace('    staging: { command: node server.js }\n', '').replace(
      'agents:',
      'agents:\n      deployment-agent: { command: ./deploy }',
    );
    expect(parseConfig(text, FILE).projects).toHaveLength(1);
  });
});

describe('a configuration file that is wrong', () => {
  it('has every problem reported together, in the order of its lines', () => {
    const report = reportOf(`
projects:
  - name: My Shop
    repository: ../shop
    stagging: { command: node server.js }
    rework: { review_rounds: 99, validation_rounds: 1.5 }
  - name: blog
    agents:
      coder-agnt: built-in
      guardian-agent: { comand: lint }
    limits: { GUARDIAN_REVIEW: "60" }
  - repository: 5
    target_url: ftp://example.org
    guardian: [1]
retry: { schedule: { max_retries: -1 } }
workspace: {}
`);
    expect(report.split('\n')).toEqual([
      `${FILE} has 15 problems:`,
      '  line 3, projects[0].name is "My Shop": must be lower-case letters, digits and hyphens, at most 63, such as "shop"',
      '  line 5, projects[0].stagging: unknown key; did you mean "staging"?',
      '  line 6, projects[0].rework.review_rounds is 99: must be at most 10',
      '  line 6, projects[0].rework.validation_rounds is 1.5: must be a whole number',
      '  line 7, projects[1].repository: is missing: must be text',
      '  line 9, projects[1].agents.coder-agnt: unknown key; did you mean "coder-agent"?',
      '  line 10, projects[1].agents.guardian-agent.command: is missing: must be text',
      '  line 10, projects[1].agents.guardian-agent.comand: unknown key; did you mean "command"?',
      '  line 11, projects[1].limits.GUARDIAN_REVIEW is "60": must be a number',
      '  line 12, projects[2].name: is missing: must be text',
      '  line 12, projects[2].repository is 5: must be text',
      '  line 13, projects[2].target_url is "ftp://example.org": must be a URL that begins with http:// or https://',
      '  line 14, projects[2].guardian is [1]: must be a mapping of keys to values',
      '  line 15, retry.schedule.max_retries is -1: must be at least 0',
      '  line 16, workspace: unknown key; did you mean "workspaces"?',
    ]);
  });

  it('is refused without a coder, for there is none built in', () => {
    expect(reportOf(SHOP.replace(/ {4}agents[^]*/, ''))).toContain(
      'line 3, projects[0].agents.coder-agent: is missing: there is no built-in coder',
    );
    expect(reportOf(SHOP.replace('{ command: node coder.mjs }', 'built-in'))).toContain(
      'line 7, projects[0].agents.coder-agent is "built-in": there is no built-in coder',
    );
    expect(reportOf(SHOP.replace('agents:', 'agents:\n      CODE_IMPLEMENTATION: built-in'))).toContain(
      'line 7, projects[0].agents.CODE_IMPLEMENTATION is "built-in"',
    );
  });

  it('is refused when the built-in deployment has no staging command', () => {
    expect(reportOf(SHOP.replace('    staging: { command: node server.js }\n', ''))).toContain(
      'projects[0].staging: is missing: the built-in deployment needs staging',
    );
  });

  it('is refused when a limit is above the phase’s own', () => {
    expect(reportOf(SHOP.replace('agents:', 'limits: { GUARDIAN_REVIEW: 601 }\n    agents:'))).toContain(
      "line 6, projects[0].limits.GUARDIAN_REVIEW is 601: must be at most 600, the phase's own limit",
    );
  });

  it.each(['../outside', '/tests', '..'])('is refused when tests go to %s', (directory) => {
    const text = SHOP.replace('agents:', `test_directory: ${directory}\n    agents:`);
    expect(reportOf(text)).toContain('must be a folder below');
  });

  it('is refused when two projects share a name, also when one of them has other problems', () => {
    const twice = `${SHOP}  - name: shop\n    repository: ./other\n    stagin: {}\n`;
    expect(reportOf(twice)).toContain('line 10, projects[1].stagin: unknown key');
    expect(reportOf(twice)).toContain('line 8, projects[1].name is "shop": must be another name: projects[0] has it');
  });

  it('reports problems between parts of one project beside a slip in another', () => {
    const report = reportOf(`${SHOP}  - name: blog\n    repository: ./blog\n  - nam: x\n`);
    expect(report).toContain('projects[1].agents.coder-agent: is missing');
    expect(report).toContain('projects[2].nam: unknown key; did you mean "name"?');
  });

  it('has its YAML errors told with their lines', () => {
    expect(reportOf('projects:\n  - name: "shop\n')).toMatch(/line \d+: not valid YAML: /);
    expect(reportOf('projects: []\nprojects: []\n')).toContain('line 2: not valid YAML: Map keys must be unique');
  });

  it('may not expand aliases without end', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [here, there] of ['ab', 'bc', 'cd', 'de']) {
      bomb.push(
        `${there ?? ''}: &${there ?? ''} [${Array(10)
          .fill(`*${here ?? ''}`)
          .join(', ')}]`,
      );
    }
    expect(reportOf(bomb.join('\n'))).toContain('not valid YAML: Excessive alias count');
  });

  it.each([
    ['', 'projects: is missing: must be a list'],
    ['projects: []', 'line 1, projects is []: must not be empty'],
    ['just words', 'is "just words": must be a mapping of keys to values'],
    ['projects: shop', 'projects is "shop": must be a list'],
    ['projects: [null]', 'projects[0] is null: must be a mapping of keys to values'],
    [`${SHOP}pools: { default: { size: 0 } }`, 'pools.default.size is 0: must be a whole number from 1 to 1000'],
    [`${SHOP}pools: { default: { size: 20, max: 10 } }`, 'pools.default.size is 20: must be from min to max (3 to 10)'],
    [`${SHOP}pools: { default: { min: 8, max: 4 } }`, 'pools.default.min is 8: must not be more than max (4)'],
    [`${SHOP}pools: { default: { sise: 3 } }`, 'pools.default.sise: unknown key; did you mean "size"?'],
    [`${SHOP}pools: { Default: {} }`, 'pools.Default'],
    [
      SHOP.replace('name: shop', 'name: shop\n    pool: gpu'),
      'projects[0].pool is "gpu": must be a pool that is declared',
    ],
    [`${SHOP}breaker: { threshold: 0 }`, 'breaker.threshold is 0: must be at least 1'],
    [`${SHOP}breaker: { open_second: 5 }`, 'breaker.open_second: unknown key; did you mean "open_seconds"?'],
    [`${SHOP}retry: { schedule: often }`, 'retry.schedule is "often": must be "standard", "patient" or'],
  ])('%j is answered with %s', (text, answer) => {
    expect(reportOf(text)).toContain(answer);
  });

  it('points into a part that is written once and used twice by alias', () => {
    const report = reportOf(`
projects:
  - { name: a, repository: ./a, agents: &agents { coder-agent: { comand: x } }, staging: { command: x } }
  - { name: b, repository: ./b, agents: *agents, staging: { command: x } }
`);
    expect(report).toContain('line 3, projects[1].agents.coder-agent.comand: unknown key; did you mean "command"?');
  });
});

describe('the pools of a configuration', () => {
  const poolsOf = (text: string) => parseConfig(text, '/etc/chimera.config.yaml').pools;

  it('are the default one when none is declared', () => {
    expect(poolsOf(SHOP)).toEqual({
      default: { size: 5, min: 3, max: 10, policy: 'autoscaled', queue_cap: 2_000, wait_bound_seconds: 1_800 },
    });
  });

  it('begin at a preset, and differ from it where they say so', () => {
    const pools = poolsOf(`${SHOP}pools: { default: { preset: conservative }, gpu: { preset: aggressive, size: 2 } }`);
    expect(pools['default']).toMatchObject({ size: 3, min: 3, max: 3 });
    expect(pools['gpu']).toMatchObject({ size: 2, min: 2, max: 10 });
  });

  it('may be named by projects', () => {
    const text = `${SHOP.replace('name: shop', 'name: shop\n    pool: gpu')}pools: { gpu: {} }`;
    expect(parseConfig(text, '/etc/chimera.config.yaml').projects[0]?.pool).toBe('gpu');
  });
});

describe('reading the file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chimera-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('resolves repositories against the file’s folder', async () => {
    const path = join(folder, 'chimera.config.yaml');
    await writeFile(path, SHOP.replace('../shop', './shop'));
    expect((await loadConfigFile(path)).projects[0]?.repository).toBe(join(folder, 'shop'));
  });

  it('says that a file is not there, or is no file', async () => {
    await expect(loadConfigFile(join(folder, 'none.yaml'))).rejects.toThrow(/the file does not exist; CHIMERA_CONFIG/);
    await expect(loadConfigFile(folder)).rejects.toThrow(/cannot be read \(EISDIR\)/);
  });
});
