import type { ToolName } from './tool.ts';
import { tools } from './tools.ts';

/** One tool that could be neither found nor installed, and everything that was tried, in order. */
export interface MissingTool {
  readonly tool: ToolName;
  readonly tried: readonly string[];
}

function describe({ tool, tried }: MissingTool): string {
  return [
    `${tools[tool].title} could not be found or installed.`,
    ...tried.map((attempt) => `  tried: ${attempt}`),
    `  what you can do: ${tools[tool].advice}; then run \`npm run setup\` again.`,
  ].join('\n');
}

/** Thrown when tools are missing; its message lists, for each, what was tried and what a person can do. */
export class ToolMissingError extends Error {
  override readonly name = 'ToolMissingError';
  readonly missing: readonly MissingTool[];

  constructor(missing: readonly MissingTool[]) {
    super(missing.map(describe).join('\n'));
    this.missing = missing;
  }
}
