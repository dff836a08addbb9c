import { ensureTools } from './ensure-tools.ts';
import { startProgress } from './start-progress.ts';
import type { FoundTool, ToolName } from './tool.ts';
import { ToolMissingError } from './tool-missing-error.ts';

/** What set-up is for: to run the demo and the system, or to run the tests as well. */
export type Purpose = 'demo' | 'test';

/** The tools each purpose takes, in the order in which they are shown. */
export const toolsFor: Readonly<Record<Purpose, readonly ToolName[]>> = {
  demo: ['git', 'temporal', 'chromium'],
  test: ['git', 'temporal', 'temporal-test-server', 'chromium', 'postgres'],
};

/**
 * Finds or installs every tool of a purpose and shows progress on `output`, live if it is a terminal. Throws one
 * ToolMissingError that names all that is missing.
 */
export async function setUp(
  purpose: Purpose,
  output: NodeJS.WriteStream,
  ensure: typeof ensureTools = ensureTools,
): Promise<Partial<Record<ToolName, FoundTool>>> {
  const names = toolsFor[purpose];
  const progress = startProgress(names, output);
  const ensured = names.map(async (name) => {
    try {
      const { [name]: tool } = await ensure([name], { onProgress: progress.report });
      progress.finish(name, { kind: 'found', tool });
      return { name, tool };
    } catch (error) {
      progress.finish(name, { kind: 'failed' });
      if (error instanceof ToolMissingError) return { name, missing: error.missing };
      throw error;
    }
  });
  const outcomes = await Promise.all(ensured).finally(() => progress.end());
  const missing = outcomes.flatMap(({ missing = [] }) => missing);
  if (missing.length > 0) throw new ToolMissingError(missing);
  return Object.fromEntries(outcomes.flatMap(({ name, tool }) => (tool ? [[name, tool]] : [])));
}
