import { join } from 'node:path';
import type { ScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import type { PresetName } from '../../src/domain/preset.ts';

/** A project for each coding agent, with a shop of its own below the directory, whose coder is that agent. */
export function coderSettings(coders: ReadonlyMap<PresetName, ScriptedAgent>, directory: string, target_url: string) {
  const projects = [...coders.keys()].map((name) => ({
    name,
    repository: join(directory, name),
    target_url,
    test: 'node --test',
    staging: { command: 'node server.mjs', health_path: '/health' },
    scenarios: { site_state: 'per_visitor' },
    agents: { 'coder-agent': `my-${name}` },
  }));
  const agents = Object.fromEntries([...coders].map(([name, { choice }]) => [`my-${name}`, choice]));
  return { projects, agents, sandbox: 'on' };
}
