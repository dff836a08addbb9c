import type { Progress } from './progress.ts';
import { linesProgress } from './progress-lines.ts';
import { terminalProgress } from './progress-terminal.ts';
import type { ToolName } from './tool.ts';

/** Starts the display that suits the output: live on a terminal, else a line for each thing that happens. */
export function startProgress(tools: readonly ToolName[], output: NodeJS.WriteStream): Progress {
  return output.isTTY ? terminalProgress(tools, output) : linesProgress(output);
}
