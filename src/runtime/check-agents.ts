import type { Environment } from '../config/env.ts';
import { loadConfigFile } from '../config/file.ts';
import { type AgentCheck, checkAgents } from '../worker/check-agents.ts';

export type { AgentCheck } from '../worker/check-agents.ts';

/** Checks the coding agents of the configuration; undefined for a name that none of them has. */
export async function checkConfiguredAgents(
  { configFile }: Pick<Environment, 'configFile'>,
  name?: string,
): Promise<readonly AgentCheck[] | undefined> {
  const { projects } = await loadConfigFile(configFile);
  return checkAgents(projects, process.env, name);
}
