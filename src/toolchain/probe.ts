import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { isExecutable } from './executables.ts';
import type { ProbeMemo } from './probe-memo.ts';
import { judgeVersion, type Verdict } from './required-version.ts';
import type { ToolName } from './tool.ts';
import { tools } from './tools.ts';

const PROBE_TIMEOUT_MS = 20_000;

/** The files of a tool at a path; the first is asked for its version. */
function programsAt(tool: ToolName, path: string): readonly [string, ...string[]] {
  const { programs } = tools[tool];
  if (programs === undefined) return [path];
  const [first, ...others] = programs;
  return [join(path, first), ...others.map((program) => join(path, program))];
}

/** Asks the program at `path` what it is, or recalls its answer if the file is unchanged since it was last asked. */
export async function probeTool(tool: ToolName, path: string, memo: ProbeMemo): Promise<Verdict> {
  const [program, ...others] = programsAt(tool, path);
  for (const needed of [program, ...others]) {
    if (!(await isExecutable(needed))) return { usable: false, reason: `${needed} is not an executable file` };
  }
  const fingerprint = await stat(program);
  const known = await memo.recall(path, fingerprint);
  if (known !== undefined) return { usable: true, version: known };

  const { all, timedOut } = await execa(program, tools[tool].version.arguments ?? ['--version'], {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: PROBE_TIMEOUT_MS,
  });
  if (timedOut) return { usable: false, reason: `it did not answer within ${PROBE_TIMEOUT_MS / 1_000} s` };
  const verdict = judgeVersion(tool, all);
  if (verdict.usable) await memo.remember(path, fingerprint, verdict.version);
  return verdict;
}
