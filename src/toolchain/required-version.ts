import type { ToolName } from './tool.ts';

/** The verdict on a program by what it printed of itself. */
export type Verdict =
  { readonly usable: true; readonly version: string } | { readonly usable: false; readonly reason: string };

interface Requirement {
  readonly pattern: RegExp;
  /** The oldest release that will do, compared with the first group of the pattern. */
  readonly minimum?: string;
}

const requirements: Readonly<Record<ToolName, Requirement>> = {
  temporal: { pattern: /^temporal version .*\(Server v?(\d+(?:\.\d+)+)/m, minimum: '1.27' },
  'temporal-test-server': { pattern: /Usage: \S+ <port>/ },
  chromium: { pattern: /(?:Chromium|Google Chrome)(?: [A-Za-z]+){0,3} (\d+(?:\.\d+)+)/, minimum: '110' },
  ffmpeg: { pattern: /^ffmpeg version (\S+)/m },
  postgres: { pattern: /\(PostgreSQL\) (\d+(?:\.\d+)*)/, minimum: '13' },
  toxiproxy: { pattern: /^toxiproxy-server version (\S+)/m },
  faketime: { pattern: /faketime: Version (\d+(?:\.\d+)+)/m, minimum: '0.9.8' },
  schemathesis: { pattern: /, version (\d+(?:\.\d+)+)/, minimum: '4.32' },
  prometheus: { pattern: /^prometheus, version (\d+(?:\.\d+)+)/m, minimum: '2.40' },
  bubblewrap: { pattern: /^bubblewrap (\d+(?:\.\d+)+)/m, minimum: '0.4' },
  'git-lfs': { pattern: /^git-lfs\/(\d+(?:\.\d+)+)/m, minimum: '2.10' },
  git: { pattern: /git version (\d+(?:\.\d+)+)/, minimum: '2.30' },
};

/** Whether a dotted version is the same as another or newer, number by number; missing numbers count as 0. */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, needed] of minimum.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== needed) return part > needed;
  }
  return true;
}

function ownVersion(tool: ToolName, output: string, matched: string): string {
  const released = tool === 'temporal' ? /temporal version (\d+\.\d+\.\d+)(?!\S*DEV)/.exec(output)?.[1] : undefined;
  return tool === 'temporal' ? (released ?? `server ${matched}`) : matched;
}

/** Judges a tool by the output of its version command; a Temporal CLI is judged by the server inside it. */
export function judgeVersion(tool: ToolName, output: string): Verdict {
  const { pattern, minimum } = requirements[tool];
  const match = pattern.exec(output);
  const firstLine = output.trim().split('\n', 1)[0] ?? '';
  if (!match) return { usable: false, reason: `it does not answer as expected ("${firstLine.slice(0, 120)}")` };
  const matched = match[1] ?? 'unknown';
  if (minimum !== undefined && !isAtLeast(matched, minimum)) {
    return { usable: false, reason: `version ${matched} is older than ${minimum}` };
  }
  return { usable: true, version: ownVersion(tool, output, matched) };
}
