import { thisMachine } from './machine.ts';
import { search } from './search.ts';
import type { FoundTool, ToolName } from './tool.ts';

export { ensureTools, type EnsureOptions } from './ensure-tools.ts';
export { toolNames, toolTitles, type FoundTool, type ToolName, type ToolProgress } from './tool.ts';
export { ToolMissingError, type MissingTool } from './tool-missing-error.ts';

/** Looks for a tool without installing it; undefined when it is nowhere, or nowhere in a version that will do. */
export async function findTool(tool: ToolName): Promise<FoundTool | undefined> {
  const result = await search(tool, thisMachine());
  return result.kind === 'found' ? result.tool : undefined;
}
