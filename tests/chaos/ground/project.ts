import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import type { AgentPlan } from './agent-plan.ts';

/** What a ground's configuration depends on. */
export interface ProjectOptions {
  readonly directory: string;
  readonly stagingUrl: string;
  readonly seed: number;
  readonly agents: AgentPlan;
  /** Their names; all are on one repository and have the same agents. */
  readonly projects: readonly string[];
  /** Leases at once. */
  readonly size: number;
  /** Settings of the project over those of every ground. */
  readonly project: Readonly<Record<string, unknown>>;
  /** Further parts of the configuration file. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

const AGENT = fileURLToPath(new URL('../../fixtures/chaos/agent.mjs', import.meta.url));

/** Makes the project's repository and the configuration file, which is named. */
export async function makeProject(options: ProjectOptions): Promise<{ configFile: string; repository: string }> {
  const { directory, stagingUrl, seed, agents, projects, size, project, configuration } = options;
  const repository = join(directory, 'origin');
  for (const folder of ['origin', 'calls', 'deployments', 'artifacts', 'homes', 'logs']) {
    await mkdir(join(directory, folder));
  }
  await writeFile(join(repository, 'README.md'), '# A project under trial\n');
  const git = (...args: string[]) =>
    execa('git', ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@localhost', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Begin');

  const plan = JSON.stringify({ ...agents, directory, seed, staging_url: stagingUrl });
  // The journal is written in real time, whatever clock the workers see.
  const agent = { command: `exec '${process.execPath}' '${AGENT}'`, env: { CHAOS_PLAN: plan, LD_PRELOAD: '' } };
  const names = ['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'];
  const declared = projects.map((name) => ({
    name,
    repository,
    target_url: stagingUrl,
    agents: Object.fromEntries(names.map((name) => [name, agent])),
    ...project,
  }));
  const pools = { default: { size, min: 1, max: size, policy: 'fixed' } };
  const configFile = join(directory, 'chimera.config.yaml');
  const workspaces = { keep_failed_hours: 0 };
  await writeFile(configFile, stringify({ projects: declared, pools, workspaces, ...configuration }));
  return { configFile, repository };
}
