import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { breakerSettingsOf } from './breaker.ts';
import { type ChimeraConfig, configFileSchema } from './chimera-config.ts';
import { ConfigError } from './config-error.ts';
import { foundAgents, undeclaredAgents, unpricedModels } from './found-agents.ts';
import { healthConfigOf } from './health.ts';
import { budgetsOf } from './money.ts';
import { poolProblems, poolsOf, poolsSchema } from './pools.ts';
import { projectProblems } from './project-checks.ts';
import { declaredProjectSchema } from './project.ts';
import { retryPolicyOf } from './retry.ts';
import { check, pathText, type PlacedProblem } from './schema-problems.ts';
import { readYaml } from './yaml-source.ts';
import { someQuoted } from '../domain/some-of.ts';
import { homedir } from 'node:os';

const URL_WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** `user@host:path`, the short form that git knows for SSH. */
const SHORT_SSH = /^[\w.-]+@[\w.-]+:/;

/**
 * Reads and checks a `chimera.config.yaml`.
 * @throws {ConfigError} that tells every problem of the file at once, each with its line.
 */
export async function loadConfigFile(path: string): Promise<ChimeraConfig> {
  return parseConfig(await textOf(path), path);
}

/**
 * The configuration in a YAML text; `path` is the file it is from, against which local repositories are resolved.
 * @throws {ConfigError} as loadConfigFile does.
 */
export function parseConfig(text: string, path: string): ChimeraConfig {
  const source = readYaml(text);
  if (!('lineOf' in source)) throw new ConfigError(path, source);
  const declared: unknown = source.value ?? {};
  const checked = check(configFileSchema, declared);
  const problems = [
    ...(checked.ok ? unpricedModels(checked.value) : checked.problems),
    ...acrossParts(declared),
    ...undeclaredAgents(declared),
  ];
  if (!checked.ok || problems.length > 0) {
    throw new ConfigError(
      path,
      problems.map(({ at, ...rest }) => ({ ...rest, path: pathText(at), line: source.lineOf(at) })),
    );
  }
  const { projects, agents, budgets, prices, retry, breaker, pools, ...others } = checked.value;
  const { workspaces, records, profiling, heartbeat, health, sandbox } = others;
  const folder = dirname(resolve(path));
  return {
    projects: projects.map((project) => ({
      ...project,
      agents: foundAgents(project.agents, agents),
      repository: repositoryLocation(project.repository, folder),
      sandbox: { writable: project.sandbox.writable.map((path) => localPath(path, folder)) },
    })),
    budgets: budgetsOf(budgets),
    prices,
    retry: retryPolicyOf(retry),
    breaker: breakerSettingsOf(breaker),
    pools: poolsOf(pools),
    workspaces,
    records,
    profiling,
    health: healthConfigOf(health),
    heartbeat,
    sandbox,
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message =
      code === 'ENOENT' ? 'the file does not exist; CHIMERA_CONFIG names another' : `it cannot be read (${code})`;
    throw new ConfigError(path, [{ path: '', message }]);
  }
}

/** Problems between parts, looked for in every project that is right in itself, whatever is wrong elsewhere. */
function acrossParts(declared: unknown): readonly PlacedProblem[] {
  const pools = check(poolsSchema, (declared as { pools?: unknown } | null)?.pools ?? {});
  if (!pools.ok) return acrossProjects(declared);
  return [
    ...poolProblems(pools.value),
    ...undeclaredPools(declared, poolsOf(pools.value)),
    ...acrossProjects(declared),
  ];
}

function undeclaredPools(declared: unknown, pools: object): readonly PlacedProblem[] {
  const projects: unknown = (declared as { projects?: unknown } | null)?.projects;
  if (!Array.isArray(projects)) return [];
  return projects.flatMap((project: unknown, index) => {
    const pool = (project as { pool?: unknown } | null)?.pool;
    if (typeof pool !== 'string' || Object.hasOwn(pools, pool)) return [];
    const message = `must be a pool that is declared under pools: ${someQuoted(Object.keys(pools))}`;
    return [{ at: ['projects', index, 'pool'], value: JSON.stringify(pool), message }];
  });
}

function acrossProjects(declared: unknown): readonly PlacedProblem[] {
  const projects: unknown = (declared as { projects?: unknown } | null)?.projects;
  if (!Array.isArray(projects)) return [];
  const firstOfName = new Map<unknown, number>();
  return projects.flatMap((project: unknown, index) => {
    const at = ['projects', index];
    const checked = check(declaredProjectSchema, project);
    const own = checked.ok ? projectProblems(checked.value) : [];
    const problems = own.map((problem) => ({ ...problem, at: [...at, ...problem.at] }));
    const name = (project as { name?: unknown } | null)?.name;
    const first = firstOfName.get(name);
    if (name === undefined || first === undefined) {
      firstOfName.set(name, index);
      return problems;
    }
    const message = `must be another name: projects[${first}] has it already`;
    return [...problems, { at: [...at, 'name'], value: JSON.stringify(name), message }];
  });
}

/** Where a repository is: a URL as it stands, a local path made absolute against `folder` (or the home directory, `~/`). */
function repositoryLocation(repository: string, folder: string): string {
  if (URL_WITH_SCHEME.test(repository) || SHORT_SSH.test(repository)) return repository;
  return localPath(repository, folder);
}

/** A path made absolute against `folder`, or against the home directory where it begins with `~/`. */
function localPath(path: string, folder: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
}
