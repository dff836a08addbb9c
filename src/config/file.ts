import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { type AgentChoice, declaredAgentName } from './agent-choice.ts';
import { breakerSettingsOf } from './breaker.ts';
import { type ChimeraConfig, configFileSchema } from './chimera-config.ts';
import { ConfigError } from './config-error.ts';
import { healthConfigOf } from './health.ts';
import { budgetsOf } from './money.ts';
import { limitsOf } from '../domain/money/budget.ts';
import { priceOf } from '../domain/money/prices.ts';
import { nearest } from './nearest.ts';
import { poolProblems, poolsOf, poolsSchema } from './pools.ts';
import { projectProblems } from './project-checks.ts';
import { type DeclaredProject, declaredProjectSchema, type ProjectConfig } from './project.ts';
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

/** A project's agents, those that it names found among the declared ones. */
function foundAgents(
  chosen: DeclaredProject['agents'],
  declared: z.output<typeof configFileSchema>['agents'],
): ProjectConfig['agents'] {
  const found = Object.entries(chosen).map(([key, choice]): readonly [string, AgentChoice] => {
    if (choice === 'built-in' || !('named' in choice)) return [key, choice];
    const agent = declared[choice.named];
    if (agent === undefined) throw new Error(`The agent ${choice.named} was not looked for.`);
    return [key, { ...agent, name: choice.named }];
  });
  return Object.fromEntries(found);
}

/** Agents whose model has no price, where a budget is in USD: nobody could keep it. */
function unpricedModels({ projects, agents, budgets, prices }: z.output<typeof configFileSchema>): PlacedProblem[] {
  const inUsd = limitsOf(budgetsOf(budgets)).some(({ unit }) => unit === 'usd');
  const placed = [
    ...Object.entries(agents).map(([name, choice]) => ({ at: ['agents', name], choice })),
    ...projects.flatMap((project, index) =>
      Object.entries(project.agents).map(([key, choice]) => ({ at: ['projects', index, 'agents', key], choice })),
    ),
  ];
  return placed.flatMap(({ at, choice }) => {
    if (choice === 'built-in' || !('preset' in choice)) return [];
    const { model, budget_usd } = choice;
    if (model === undefined || priceOf(model, prices) !== undefined) return [];
    if (!inUsd && budget_usd === undefined) return [];
    const message = `must have a price, since there is a budget in USD: name it under prices, such as prices: { ${JSON.stringify(model)}: { input: 2, output: 10 } } (USD for a million tokens)`;
    return [{ at: [...at, 'model'], value: JSON.stringify(model), message }];
  });
}

function undeclaredAgents(declared: unknown): readonly PlacedProblem[] {
  const { projects, agents } = (declared ?? {}) as { readonly projects?: unknown; readonly agents?: unknown };
  const known = typeof agents === 'object' && agents !== null ? Object.keys(agents) : [];
  if (!Array.isArray(projects)) return [];
  return projects.flatMap((project: unknown, index) => {
    const chosen = (project as { agents?: unknown } | null)?.agents;
    if (typeof chosen !== 'object' || chosen === null) return [];
    return Object.entries(chosen).flatMap(([key, choice]: [string, unknown]) => {
      if (!declaredAgentName.safeParse(choice).success || known.includes(String(choice))) return [];
      const near = nearest(String(choice), known);
      const hint =
        known.length === 0
          ? 'no agent is declared there'
          : near === undefined
            ? `declared are ${someQuoted(known)}`
            : `did you mean "${near}"?`;
      const message = `must be an agent that is declared under agents: ${hint}`;
      return [{ at: ['projects', index, 'agents', key], value: JSON.stringify(choice), message }];
    });
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
