import type { ProgressDisplay, ToolEnd } from './progress.ts';
import type { FoundTool, ToolName } from './tool.ts';
import { tools } from './tools.ts';

/** Where lines go to. */
export interface LineOutput {
  write(text: string): unknown;
}

const ALIVE_EVERY_MS = 30_000;

function foundLine(tool: ToolName, { version, path, source }: FoundTool): string {
  return `${tools[tool].title} ${version}: ${path} (${source})`;
}

/** How the work on a tool ended, in one line. */
export function endLine(tool: ToolName, end: ToolEnd): string {
  switch (end.kind) {
    case 'found':
      return foundLine(tool, end.tool);
    case 'dispensed':
      return `${tools[tool].title}: missing, so ${end.loss}`;
    case 'failed':
      return `${tools[tool].title}: missing`;
  }
}

/** Progress as plain lines: one for each report and end, and one every 30 s for what takes long. */
export function linesProgress(output: LineOutput, everyMs = ALIVE_EVERY_MS): ProgressDisplay {
  const working = new Map<ToolName, { message: string; since: number }>();
  const write = (line: string): void => {
    output.write(`${line}\n`);
  };
  const alive = setInterval(() => {
    for (const [tool, { message, since }] of working) {
      const seconds = Math.round((performance.now() - since) / 1_000);
      write(`${tools[tool].title}: still ${message} (${seconds} s)`);
    }
  }, everyMs);
  return {
    report({ tool, message }) {
      if (working.get(tool)?.message === message) return;
      working.set(tool, { message, since: performance.now() });
      write(`${tools[tool].title}: ${message} ...`);
    },
    finish(tool, end) {
      working.delete(tool);
      write(endLine(tool, end));
    },
    end() {
      clearInterval(alive);
      return Promise.resolve();
    },
  };
}
