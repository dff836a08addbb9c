import { thisMachine } from './machine.ts';
import { search } from './search.ts';
import type { FoundTool, ToolName } from './tool.ts';

export { cacheDirectory } from './machine.ts';
export { ensureTools } from './ensure-tools.ts';
export { thisMachine } from './machine.ts';
export { type FoundTool, type ToolName, type ToolProgress } from './tool.ts';
export { ToolMissingError } from './tool-missing-error.ts';

/** Looks for a tool without installing it; undefined when it is nowhere, or nowhere in a version that will do. */
export async function findTool(tool: ToolName): Promise<FoundTool | undefined> {
  const result = await search(tool, thisMachine());
  return result.kind === 'found' ? result.tool : undefined;
}
