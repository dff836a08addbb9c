import { cacheDirectory, type Machine, thisMachine } from './machine.ts';
import { findCommand } from './executables.ts';
import { withInstallLock } from './install-lock.ts';
import {
  type Install,
  install as installForReal,
  installRoutes,
  routeCommands,
  type RouteStep,
} from './install-routes.ts';
import { goDirectories } from './routes/go-install.ts';
import { failureReason } from './run-program.ts';
import { search as searchForReal, type SearchResult } from './search.ts';
import type { FoundTool, ToolName, ToolProgress } from './tool.ts';
import { ToolMissingError, type MissingTool } from './tool-missing-error.ts';

/** What `ensureTools` works with; every part but the listener is for tests. */
export interface EnsureOptions {
  readonly onProgress?: (progress: ToolProgress) => void;
  readonly machine?: Machine;
  readonly search?: (tool: ToolName, machine: Machine) => Promise<SearchResult>;
  readonly install?: Install;
}

type Outcome = { readonly found: FoundTool } | { readonly missing: MissingTool };

async function planRoutes(tool: ToolName, machine: Machine): Promise<readonly RouteStep[]> {
  const present = new Set<string>();
  for (const command of routeCommands) {
    if (await findCommand(command, machine.env['PATH'], goDirectories)) present.add(command);
  }
  return installRoutes(tool, { ...machine, has: (command) => present.has(command) });
}

async function installAndSearch(
  tool: ToolName,
  tried: readonly string[],
  { machine, search, install, onProgress }: Required<EnsureOptions>,
): Promise<Outcome> {
  const attempts = [...tried];
  const report = (message: string): void => {
    onProgress({ tool, message });
  };
  for (const step of await planRoutes(tool, machine)) {
    if (!step.open) {
      attempts.push(`install by ${step.route}: ${step.reason}`);
      continue;
    }
    try {
      await install(tool, step.route, { machine, cacheDirectory: cacheDirectory(machine), report });
      const result = await search(tool, machine);
      if (result.kind === 'found') return { found: result.tool };
      attempts.push(`install by ${step.route}: done, but still ${result.tried.join('; ')}`);
    } catch (error) {
      attempts.push(`install by ${step.route}: ${failureReason(error)}`);
    }
  }
  return { missing: { tool, tried: attempts } };
}

async function ensureTool(tool: ToolName, options: Required<EnsureOptions>): Promise<Outcome> {
  const { machine, search, onProgress } = options;
  const first = await search(tool, machine);
  if (first.kind === 'found') return { found: first.tool };
  if (first.pinned) return { missing: { tool, tried: first.tried } };
  const onWait = (): void => {
    onProgress({ tool, message: 'waiting for another set-up that is installing it' });
  };
  return withInstallLock(
    cacheDirectory(machine),
    tool,
    async () => {
      // Whoever held the lock before may have installed it.
      const again = await search(tool, machine);
      return again.kind === 'found' ? { found: again.tool } : installAndSearch(tool, again.tried, options);
    },
    { onWait },
  );
}

/**
 * Finds each tool or installs it, all of them side by side. Throws one ToolMissingError for all that could be neither
 * found nor installed, after every other one has been seen to.
 */
export async function ensureTools<Name extends ToolName>(
  names: readonly Name[],
  options: EnsureOptions = {},
): Promise<Record<Name, FoundTool>> {
  const complete: Required<EnsureOptions> = {
    onProgress: options.onProgress ?? (() => undefined),
    machine: options.machine ?? thisMachine(),
    search: options.search ?? searchForReal,
    install: options.install ?? installForReal,
  };
  const outcomes = await Promise.all(names.map(async (name) => [name, await ensureTool(name, complete)] as const));
  const missing = outcomes.flatMap(([, outcome]) => ('missing' in outcome ? [outcome.missing] : []));
  if (missing.length > 0) throw new ToolMissingError(missing);
  const found = outcomes.flatMap(([name, outcome]) => ('found' in outcome ? [[name, outcome.found] as const] : []));
  return Object.fromEntries(found) as Record<Name, FoundTool>;
}
