import { ensureTools } from './ensure-tools.ts';
import type { FoundTool, ToolName } from './tool.ts';
import { toolNames, tools } from './tools.ts';
import { ToolMissingError } from './tool-missing-error.ts';
import type { ProgressDisplay } from './progress.ts';
import { linesProgress } from './progress-lines.ts';
import { terminalProgress } from './progress-terminal.ts';

/** What set-up is for: to run the demo and the system, or to run the tests as well. */
export type SetUpPurpose = 'demo' | 'test';

/** The tools each purpose takes, in the order in which they are shown. */
export const toolsFor: Readonly<Record<SetUpPurpose, readonly ToolName[]>> = {
  demo: toolNames.filter((name) => tools[name].inDemo),
  test: toolNames,
};

/**
 * Finds or installs every tool of a purpose and shows progress on `output`, live if it is a terminal. A tool that can be
 * done without is left out of the answer when it is missing. Throws one ToolMissingError that names all other missing ones.
 */
export async function setUp(
  purpose: SetUpPurpose,
  output: NodeJS.WriteStream,
  ensure: typeof ensureTools = ensureTools,
): Promise<Partial<Record<ToolName, FoundTool>>> {
  const names = toolsFor[purpose].filter((name) => (tools[name].onlyOn ?? process.platform) === process.platform);
  const progress = startProgress(names, output);
  const ensured = names.map(async (name) => {
    try {
      const { [name]: tool } = await ensure([name], { onProgress: progress.report });
      progress.finish(name, { kind: 'found', tool });
      return { name, tool };
    } catch (error) {
      if (!(error instanceof ToolMissingError)) {
        progress.finish(name, { kind: 'failed' });
        throw error;
      }
      const loss = tools[name].loss;
      progress.finish(name, loss === undefined ? { kind: 'failed' } : { kind: 'dispensed', loss });
      return { name, missing: loss === undefined ? error.missing : [] };
    }
  });
  const outcomes = await Promise.all(ensured).finally(() => progress.end());
  const missing = outcomes.flatMap(({ missing = [] }) => missing);
  if (missing.length > 0) throw new ToolMissingError(missing);
  return Object.fromEntries(outcomes.flatMap(({ name, tool }) => (tool ? [[name, tool]] : [])));
}

/** Starts the display that suits the output: live on a terminal, else a line for each thing that happens. */
function startProgress(names: readonly ToolName[], output: NodeJS.WriteStream): ProgressDisplay {
  return output.isTTY ? terminalProgress(names, output) : linesProgress(output);
}
