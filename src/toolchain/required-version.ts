import type { ToolName } from './tool.ts';
import { tools } from './tools.ts';

/** The verdict on a program by what it printed of itself. */
export type Verdict =
  { readonly usable: true; readonly version: string } | { readonly usable: false; readonly reason: string };

/** Whether a dotted version is the same as another or newer, number by number; missing numbers count as 0. */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, needed] of minimum.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== needed) return part > needed;
  }
  return true;
}

/** Judges a tool by the output of its version command; a Temporal CLI is judged by the server inside it. */
export function judgeVersion(tool: ToolName, output: string): Verdict {
  const { pattern, minimum, own } = tools[tool].version;
  const match = pattern.exec(output);
  const firstLine = output.trim().split('\n', 1)[0] ?? '';
  if (!match) return { usable: false, reason: `it does not answer as expected ("${firstLine.slice(0, 120)}")` };
  const matched = match[1] ?? 'unknown';
  if (minimum !== undefined && !isAtLeast(matched, minimum)) {
    return { usable: false, reason: `version ${matched} is older than ${minimum}` };
  }
  const version = own === undefined ? matched : (own.exec(output)?.[1] ?? `server ${matched}`);
  return { usable: true, version };
}
